from __future__ import annotations

import io
import json
import re
from collections import defaultdict
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from extractor.model.geometry import Box
from samples.generator.__main__ import main, read_filing
from samples.generator.cases import Case, make_case, write_case
from samples.generator.draw import to_pixels
from samples.generator.families import draw_form
from samples.generator.filings import filing_for
from samples.generator.ink import Text
from samples.generator.profiles import PROFILES
from samples.generator.style import ALL_FAMILIES, style_for
from samples.generator.values import footnotes, rows

PATH = re.compile(
    r"documentType|periodOfReport|dateOfOriginalSubmission|notSubjectToSection16|aff10b5One|remarks"
    r"|issuer/issuer(Name|TradingSymbol)|reportingOwner\[\d+\]/reportingOwner(Id|Address|Relationship)/\w+"
    r"|(nonDerivativeTable/nonDerivative|derivativeTable/derivative)(Transaction|Holding)\[\d+\](/\w+)+"
    r"|footnotes/footnote\[@id='F\d+'\]|ownerSignature\[\d+\]/signature(Name|Date)"
)


@pytest.mark.parametrize("family", ALL_FAMILIES)
def test_truth_is_everything_the_filing_says_and_its_form_can_print(family: str) -> None:
    for seed in range(3):
        filing = filing_for(family, seed)
        cells = draw_form(family, filing, style_for(family, seed)).cells
        assert all(PATH.fullmatch(path) for path in cells)
        assert not {path for path in filing if path not in cells and not _is_unprintable(family, path)}


@pytest.mark.parametrize("family", ALL_FAMILIES)
@pytest.mark.parametrize("group", ["train", "calibrate", "holdout"])
def test_the_text_layer_holds_every_value_where_its_box_says(family: str, group: str) -> None:
    case = make_case(family, "born", 4, group)
    document = pypdfium2.PdfDocument(case.content)
    texts = [page.get_textpage() for page in document]
    for line in case.writing:
        height = document[line.page - 1].get_height()
        box = line.box.grown(1.0)
        found = texts[line.page - 1].get_text_bounded(box.x0, height - box.bottom, box.x1, height - box.top)
        assert _squashed(line.text) in _squashed(found)


@pytest.mark.parametrize("family", ALL_FAMILIES)
def test_the_lines_of_a_value_make_the_value(family: str) -> None:
    case = make_case(family, "born", 11, "train")
    habits = style_for(family, 11).habits
    written: dict[str, str] = defaultdict(str)
    for line in case.writing:
        written[line.path] += line.text
    for path in case.cells:
        if path.endswith(("Shares", "securityTitle", "transactionDate", "sharesOwnedFollowingTransaction")):
            assert _squashed(habits.written(path, case.cells[path])) in _squashed(written[path])


@pytest.mark.parametrize("family", ALL_FAMILIES)
def test_no_printed_value_leaves_the_page_or_stands_on_a_caption(family: str) -> None:
    for seed in range(2):
        for sheet in draw_form(family, filing_for(family, seed), style_for(family, seed)).sheets:
            runs = [item for item in sheet.items if isinstance(item, Text) and item.turn == 0]
            captions = [run for run in runs if not run.path]
            for run in (run for run in runs if run.path):
                core = _core(run)
                assert core.x0 >= 0 and core.x1 <= sheet.width and core.bottom <= sheet.height
                assert not [other.text for other in captions if core.overlap(_core(other)) > 0.2 * core.area]


def test_rows_over_a_page_break_repeat_the_head() -> None:
    filing = dict(filing_for("edgar", 2))
    base = rows(filing, "nonDerivativeTable")[0]
    row = {path.removeprefix(base): value for path, value in filing.items() if path.startswith(f"{base}/")}
    kind = base.partition("[")[0]
    for n in range(100, 160):
        filing |= {f"{kind}[{n}]{leaf}": value for leaf, value in row.items()}
    sheets = draw_form("edgar", filing, style_for("edgar", 2)).sheets
    texts = [" ".join(item.text for item in sheet.items if isinstance(item, Text)) for sheet in sheets]
    assert len(sheets) > 1
    assert sum("Table I -" in text for text in texts) > 1


@pytest.mark.parametrize(
    "profile", ["clean300", "copy200bw", "faxstandard", "photo", "ruin200bw", "stamped", "rot90"]
)
def test_a_scan_opens_with_its_resolution_and_the_boxes_hold_ink(profile: str) -> None:
    case = make_case("paper1996", profile, 6, "train")
    if case.suffix == "pdf":
        pages = to_pixels(case.content, 150)
        dpi = (150.0, 150.0)
    else:
        image = Image.open(io.BytesIO(case.content))
        dpi = tuple(map(float, image.info["dpi"]))
        expected = PROFILES[profile].dpi
        assert sorted(map(round, dpi)) == sorted(map(round, expected))
        pages = []
        for number in range(getattr(image, "n_frames", 1)):
            image.seek(number)
            pages.append(np.asarray(image.convert("L")))
    if profile != "ruin200bw":
        assert _inked_share(case, pages, dpi) > 0.9


def test_the_same_seed_makes_the_same_bytes() -> None:
    for profile in ("born", "copy200bw"):
        first, second = (make_case("agent2002", profile, 9, "train") for _ in range(2))
        assert first == second
        assert make_case("agent2002", profile, 10, "train").content != first.content


def test_paper_forms_are_filled_as_asked(tmp_path: Path) -> None:
    for family in ("paper1996", "paper2002"):
        for seed in range(12):
            assert style_for(family, seed, fills="hand").fill.is_hand
            assert not style_for(family, seed, fills="typed").fill.is_hand
    write_case(make_case("paper2002", "born", 1, "train", fills="hand"), tmp_path)
    assert json.loads((tmp_path / "truth.json").read_text())["hand"] is True


def test_a_case_folder_holds_what_the_scorer_reads(tmp_path: Path) -> None:
    write_case(make_case("paper2002", "born", 1, "train"), tmp_path / "case")
    truth = json.loads((tmp_path / "case" / "truth.json").read_text())
    assert (tmp_path / "case" / truth["input"]).read_bytes().startswith(b"%PDF")
    assert truth["filings"][0]["cells"]["periodOfReport"]["type"] == "date"
    assert json.loads((tmp_path / "case" / "boxes.json").read_text())[0]["page"] == 1


def test_the_command_line_makes_folders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path), "--count", "2", "--seed", "3", "--profiles", "born"]) == 0
    assert "2 cases" in capsys.readouterr().out
    assert len(list(tmp_path.glob("*/truth.json"))) == 2


def test_a_real_filing_prints_too(tmp_path: Path) -> None:
    xml = tmp_path / "form4.xml"
    xml.write_text(
        "<ownershipDocument><documentType>4</documentType><periodOfReport>2010-03-01</periodOfReport>"
        "<issuer><issuerName>Acme</issuerName><issuerTradingSymbol>AC</issuerTradingSymbol></issuer>"
        "<footnotes><footnote id='F1'>Gift.</footnote></footnotes></ownershipDocument>"
    )
    case = make_case("paper1996", "born", 2, "train", read_filing(xml))
    assert case.cells["issuer/issuerName"] == "Acme"
    assert 1997 <= int(case.cells["periodOfReport"][:4]) <= 2001
    assert footnotes(case.cells) == (("F1", "footnotes/footnote[@id='F1']"),)


def _is_unprintable(family: str, path: str) -> bool:
    if family == "edgar":
        return "reportingOwnerRelationship" in path and not path.startswith("reportingOwner[1]")
    return path == "aff10b5One"


def _squashed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _core(run: Text) -> Box:
    """The letters without the room over and under them."""
    return Box(run.x, run.y - 0.5 * run.size, run.x + run.width, run.y)


def _inked_share(case: Case, pages: list[np.ndarray], dpi: tuple[float, ...]) -> float:
    inked = []
    for line in case.writing:
        page, box = pages[line.page - 1], line.box
        x0, x1 = (max(0, round(x * dpi[0] / 72)) for x in (box.x0, box.x1))
        y0, y1 = (max(0, round(y * dpi[1] / 72)) for y in (box.top, box.bottom))
        patch = page[y0:y1, x0:x1]
        inked.append(bool(patch.size) and int(patch.min()) < int(np.median(page)) - 50)
    return sum(inked) / len(inked)
