"""Small results to review: a filing whose sales do not add up yet, and the picture it was read from."""

from __future__ import annotations

import hashlib
from pathlib import Path

from PIL import Image, ImageDraw

from extractor.model.filing import Alternative, Cell, Extraction, Filing, ReviewItem, Source
from extractor.reconcile import checked
from extractor.review.decisions import LoadedResult
from extractor.review.results import read_result, result_files
from extractor.review.service import ReviewService

ROW = "nonDerivativeTable/nonDerivativeTransaction"
SHARES, BALANCE = (
    "transactionAmounts/transactionShares",
    "postTransactionAmounts/sharesOwnedFollowingTransaction",
)
TITLE, DATE, CODE = "securityTitle", "transactionDate", "transactionCoding/transactionCode"
AD, PRICE = (
    "transactionAmounts/transactionAcquiredDisposedCode",
    "transactionAmounts/transactionPricePerShare",
)
OWN = "ownershipNature/directOrIndirectOwnership"
SECOND, SECOND_LEFT = f"{ROW}[2]/{SHARES}", f"{ROW}[2]/{BALANCE}"
DOUBTFUL = 0.6
TOP, STEP = 300.0, 24.0
"""Points: the first row, and from one row to the next."""
LEFT = {TITLE: 40, DATE: 130, CODE: 200, SHARES: 240, AD: 300, PRICE: 330, BALANCE: 400, OWN: 480}


def cell(path, value, sure=0.999, others=(), row=0):
    """A cell read off a scan; from 0.95 on it is accepted."""
    leaf = path.partition("]/")[2]
    left, top = float(LEFT.get(leaf, 40)), TOP + STEP * row
    return Cell(
        path=path,
        value=value,
        raw=value,
        status="accepted" if sure >= 0.95 else "review",
        confidence=sure,
        page=1,
        bbox=(left, top, left + 50.0, top + 10.0),
        source="ocr",
        reader="form4",
        alternatives=tuple(Alternative(value=v, raw=v, probability=0.2) for v in others),
        reason="" if sure >= 0.95 else "hard to read",
    )


def sale(number, shares, balance, sure=(0.999, 0.999), others=((), ())):
    """A row of a sale: how many, and what was left; how sure either is, and what else it could be."""
    base = f"{ROW}[{number}]"
    plain = {TITLE: "Common Stock", DATE: "2003-05-01", CODE: "S", AD: "D", PRICE: "12.5", OWN: "D"}
    cells = [cell(f"{base}/{name}", value, row=number) for name, value in plain.items()]
    return [
        *cells,
        cell(f"{base}/{SHARES}", shares, sure[0], others[0], number),
        cell(f"{base}/{BALANCE}", balance, sure[1], others[1], number),
    ]


def filing(*cells, review=()):
    """A filing of these cells, with its checks."""
    own = Filing(form="4", layout="form4-edgar", pages=(1,), turns=(0,), status="review", cells=cells)
    items = tuple(ReviewItem(path=path, reason=reason) for path, reason in review)
    return own.model_copy(update={"review": items, "checks": checked(own)})


def sales(name="Redwood Corp"):
    """Three sales; of the second everything is doubtful, of the third the balance."""
    return filing(
        cell("documentType", "4"),
        cell("issuer/issuerName", name, DOUBTFUL),
        *sale(1, "400", "1600"),
        *sale(2, "600", "1080", (DOUBTFUL, DOUBTFUL), (("500", "900"), ("1000", "1030"))),
        *sale(3, "300", "700", (0.999, DOUBTFUL), ((), ("100",))),
    )


def extraction(*filings, name="input.png", sha256="0" * 64, path=""):
    source = Source(name=name, sha256=sha256, pages=1, path=path)
    return Extraction(source=source, status="review", filings=filings)


def drawn(path: Path, words: str = "Common Stock") -> Path:
    """A page to crop from: letters where the cells are."""
    page = Image.new("L", (1275, 1650), 255)
    draw = ImageDraw.Draw(page)
    for row in range(1, 4):
        for left in LEFT.values():
            draw.text((left * 150 / 72, (TOP + STEP * row) * 150 / 72), words[:8], fill=0)
    page.save(path, dpi=(150, 150))
    return path


def in_folder(folder: Path, *filings, stem="input", words="Common Stock") -> tuple[LoadedResult, ...]:
    """The filings as a result in a folder, beside their document, loaded from there."""
    picture = drawn(folder / f"{stem}.png", words)
    digest = hashlib.sha256(picture.read_bytes()).hexdigest()
    whole = extraction(*filings, name=picture.name, sha256=digest, path=str(picture))
    (folder / f"{stem}.json").write_text(whole.model_dump_json())
    return results_in(folder)


def results_in(folder: Path) -> tuple[LoadedResult, ...]:
    """Every result of a folder."""
    found = (read_result(folder / file.name) for file in result_files(folder))
    return tuple(loaded for loaded in found if loaded)


def open_service(store, folder, *filings, mode="single", sample=0.0):
    service = ReviewService(store, mode)
    service.add(in_folder(folder, *(filings or (sales(),))), sample)
    return service


def by_path(service, path, filing=1):
    return next(item for item in service.items_of(filing) if item.path == path)
