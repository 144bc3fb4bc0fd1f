"""How fast review is: `make bench-review CASES=folder-of-cases`.

Keys a doubtful cell of the cases' results, by a clerk who knows the truth; the server's time from a key to
the next crop with twelve thousand cells queued; reviewers killed a hundred times.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from starlette.testclient import TestClient

from extractor.model.filing import Extraction
from extractor.review.decisions import LoadedResult
from extractor.review.pictures import Pictures
from extractor.review.schema import opened
from extractor.review.service import ReviewService
from extractor.review.web.app import create_app
from extractor.review.web.auth import Guard
from samples.killing import survives
from samples.review_clerk import Truths, review
from samples.scoring import score_filing

HOST = "127.0.0.1:8000"
QUEUE = 12_000
TIMED = 200
KILLS = 100
PICTURE = re.compile(r'(?:data-src|href)="(/item/\d+/[^"]+)"')
STREETS = re.compile(r"(.*/rptOwnerStreet)[12]$")


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=Path, help="a folder of cases, each with its truth.json")
    parser.add_argument("results", type=Path, help="their results: case-name.json")
    options = parser.parse_args(arguments)
    results = list(results_of(options.cases, options.results))
    with tempfile.TemporaryDirectory() as folder:
        _keystrokes(options.cases, results, Path(folder))
        _time(results, Path(folder))
        _kills(results, Path(folder))


def results_of(cases: Path, folder: Path) -> Iterator[LoadedResult]:
    for file in sorted(folder.glob("*.json")):
        text = file.read_text(encoding="utf-8")
        if '"filings"' in text:
            document = next((cases / file.stem).glob("input.*"), None)
            yield LoadedResult(file, Extraction.model_validate_json(text), document)


def _keystrokes(cases: Path, results: Sequence[LoadedResult], folder: Path) -> None:
    """A clerk reviews everything by the truth."""
    service = _service(folder / "keys.sqlite", results)
    truths = [
        truth for loaded in results for truth in _truths(cases / loaded.json_file.stem, loaded.extraction)
    ]
    for line in review(service, truths).report():
        print(line)


def _truths(case: Path, extraction: Extraction) -> Iterator[Truths]:
    """What the form says in each filing of a result, by the paths of the result."""
    wanted = json.loads((case / "truth.json").read_text(encoding="utf-8"))["filings"]
    for number, filing in enumerate(extraction.filings):
        cells = wanted[number]["cells"] if number < len(wanted) else {}
        verdicts = score_filing(cells, filing.model_dump(mode="json"))
        known = {verdict.own or verdict.path: (verdict.kind, verdict.truth) for verdict in verdicts}
        # The score takes the lines of an address together; a clerk is asked for each that was read.
        streets = {
            path for path in cells if STREETS.match(path) and filing.cell(STREETS.sub(r"\g<1>2", path))
        }
        yield known | {path: (cells[path]["type"], cells[path]["value"]) for path in streets}


def _time(results: Sequence[LoadedResult], folder: Path) -> None:
    """From Enter to the next unit and its picture, as the server takes it."""
    service = _service(folder / "time.sqlite", _many(results))
    client, page = _browser(service)
    spent = []
    for _ in range(TIMED):
        asked = page.split('data-asked="')[1].partition('"')[0]
        action = "complete" if 'data-kind="rows"' in page else "illegible"
        answers = json.dumps([[int(number), action, ""] for number in asked.split(",")])
        start = perf_counter()
        page = client.post("/decide", data={"answers": answers, "unit": asked.partition(",")[0]}).text
        client.get(PICTURE.findall(page)[0])
        spent.append(perf_counter() - start)
    steps = quantiles(spent, n=20)
    left = service.progress().left
    print(f"key to next crop with {left} cells queued: median {1e3 * median(spent):.0f} ms, ", end="")
    print(f"95 % within {1e3 * steps[-1]:.0f} ms ({TIMED} units)")


def _many(results: Sequence[LoadedResult]) -> list[LoadedResult]:
    """The results again and again under other names until enough is asked."""
    found: list[LoadedResult] = []
    asked = 0
    while asked < QUEUE:
        for loaded in results:
            name = loaded.json_file.with_stem(f"{len(found):05}")
            found.append(LoadedResult(name, loaded.extraction, loaded.document))
            asked += sum(c.status == "review" for f in loaded.extraction.filings for c in f.cells)
    return found


def _browser(service: ReviewService) -> tuple[TestClient, str]:
    """A browser that has come in, and the first page it sees."""
    guard = Guard([HOST])
    app = create_app(service, guard, Pictures(service.document_file))
    client = TestClient(app, base_url=f"http://{HOST}")
    page = client.get("/enter", params={"token": guard.invitation()}).text
    client.headers["x-csrf"] = page.split('name="csrf" content="')[1].partition('"')[0]
    return client, client.post("/name", data={"reviewer": "Ann"}).text


def _kills(results: Sequence[LoadedResult], folder: Path) -> None:
    store = folder / "kills.sqlite"
    _service(store, _many(results))
    print(f"{KILLS} kills: {survives(store, KILLS)} decisions were acknowledged, none is lost")


def _service(store: Path, results: Sequence[LoadedResult]) -> ReviewService:
    service = ReviewService(opened(f"sqlite:///{store}"))
    service.add(results)
    return service


if __name__ == "__main__":
    main()
