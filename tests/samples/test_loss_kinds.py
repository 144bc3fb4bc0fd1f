from __future__ import annotations

from functools import cache
from random import Random

import pytest

from samples.generator.filings import Extent, filing_for
from samples.generator.ink import BLACK, WHITE, Area, Sheet, Text
from samples.generator.scan import writing_on
from samples.generator.style import Family, style_for
from samples.generator.values import footnotes
from samples.loss_kinds import KINDS, Loss, Paper, paper_of

SEED = 3


@cache
def paper(family: Family = "edgar") -> Paper:
    owners = 4 if family == "edgar" else 0
    filing = filing_for(family, SEED, Extent(9, owners, 9))
    return paper_of(family, filing, style_for(family, SEED, "train", "typed"))


def lost(kind: str, family: Family = "edgar", seed: int = 1) -> Loss:
    own = paper(family)
    found = (KINDS[kind](own, Random(f"{kind} {n}")) for n in range(seed, seed + 50))
    return next(loss for loss in found if loss is not None)


def written(sheets: tuple[Sheet, ...]) -> set[str]:
    return {line.path for line in writing_on(sheets)}


def areas(loss: Loss) -> list[Area]:
    return [item for sheet in loss.sheets for item in sheet.items if isinstance(item, Area)]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("family", ["edgar", "paper2002"])
def test_every_kind_changes_the_sheets_and_says_what_went(kind: str, family: Family) -> None:
    if kind == "owner's block" and family != "edgar":
        pytest.skip("paper forms have one owner")
    loss = lost(kind, family)
    assert loss.what and loss.sheets != paper(family).printed.sheets
    assert loss == lost(kind, family)


def test_an_emptied_row_keeps_its_rules() -> None:
    loss, before = lost("row, band left"), paper().printed.sheets
    rules = [[item for item in sheet.items if not isinstance(item, Text)] for sheet in loss.sheets]
    assert rules == [[item for item in sheet.items if not isinstance(item, Text)] for sheet in before]
    (base,) = {path.split("]/")[0] for path in written(before) - written(loss.sheets)}
    assert base.split(" ")[-1] in f"{loss.what}]"


def test_a_row_cut_out_leaves_the_others() -> None:
    loss, before = lost("row and band"), written(paper().printed.sheets)
    base = loss.what.removeprefix("all of ")
    assert before - written(loss.sheets) == {path for path in before if path.startswith(f"{base}/")}


def test_a_value_goes_alone() -> None:
    loss, before = lost("value"), written(paper().printed.sheets)
    assert before - written(loss.sheets) == {loss.what}


@pytest.mark.parametrize("kind", ["owner, box left", "owner's block"])
def test_an_owner_goes_and_the_signatures_stay(kind: str) -> None:
    gone = written(paper().printed.sheets) - written(lost(kind).sheets)
    assert len({path.split("/")[0] for path in gone}) == 1
    assert all(path.startswith("reportingOwner[") for path in gone)


@pytest.mark.parametrize("family", ["edgar", "paper2002"])
def test_a_footnote_goes_with_its_number_and_its_mark_stays(family: Family) -> None:
    own = paper(family)
    for seed in range(8):
        loss = KINDS["footnote"](own, Random(seed))
        assert loss is not None
        (path,) = written(own.printed.sheets) - written(loss.sheets)
        texts = sum(len(sheet.items) for sheet in own.printed.sheets) - sum(
            len(sheet.items) for sheet in loss.sheets
        )
        lines = [i for s in own.printed.sheets for i in s.items if isinstance(i, Text) and i.path == path]
        assert path in dict(map(reversed, footnotes(own.cells)))
        assert texts == len(lines) + ("number" in loss.what)


def test_pages_go_whole_and_the_others_keep_their_numbers() -> None:
    count = len(paper().printed.sheets)
    assert lost("first page").numbers == tuple(range(2, count + 1))
    assert lost("last page").numbers == tuple(range(1, count))


@pytest.mark.parametrize(("kind", "colour"), [("white strip", WHITE), ("black strip", BLACK)])
def test_a_strip_lies_over_writing(kind: str, colour: tuple[float, float, float]) -> None:
    (strip,) = areas(lost(kind))
    assert strip.colour == colour
    assert any(strip.box.holds(line.box.center_x, line.box.center_y) for line in _lines())


def test_a_box_covers_a_value_and_a_stamp_crosses_one() -> None:
    (box,) = areas(lost("box"))
    assert any(line.box.overlap(box.box) > 0.9 * line.box.area for line in _lines())
    stamp = lost("stamp")
    (words,) = (
        item
        for sheet, old in zip(stamp.sheets, paper().printed.sheets, strict=True)
        for item in sheet.items[len(old.items) :]
    )
    assert isinstance(words, Text) and words.text in stamp.what


def _lines() -> list[Area]:
    return list(writing_on(paper().printed.sheets))
