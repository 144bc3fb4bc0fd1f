"""Sheets full of writing to learn from."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from extractor.model.posterior import ALPHABET
from samples.generator.ink import Line, Sheet, Text
from samples.generator.style import LETTER
from samples.reader.lines import labelled_lines
from samples.reader.sheets import dense_sheet
from tests.samples.reader.test_lines import PLAIN

SEEDS = range(12)


@pytest.fixture(autouse=True)
def base_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fonts that are there wherever a PDF is drawn."""
    monkeypatch.setattr("samples.generator.fonts.typeface", lambda name: None)


def texts(sheet: Sheet) -> list[Text]:
    return [item for item in sheet.items if isinstance(item, Text)]


def test_the_same_seed_makes_the_same_sheet() -> None:
    assert dense_sheet(4, "train") == dense_sheet(4, "train")
    assert dense_sheet(4, "train") != dense_sheet(5, "train")


def test_a_sheet_is_full_of_writing_the_reader_knows() -> None:
    for seed in SEEDS:
        runs = texts(dense_sheet(seed, "train"))
        assert len(runs) > 80
        assert set("".join(run.text for run in runs)) <= set(ALPHABET)


def test_all_writing_is_on_the_paper() -> None:
    for seed in SEEDS:
        sheet = dense_sheet(seed, "train")
        assert (sheet.width, sheet.height) == LETTER
        for run in texts(sheet):
            assert run.x >= 0 and run.box.x1 <= sheet.width
            assert run.box.top >= 0 and run.box.bottom <= sheet.height


def test_writing_does_not_run_into_its_neighbour() -> None:
    for seed in SEEDS:
        rows: dict[float, list[Text]] = {}
        for run in texts(dense_sheet(seed, "train")):
            if run.line is None:  # a hand's letters touch
                rows.setdefault(round(run.y, 3), []).append(run)
        for row in rows.values():
            ordered = sorted(row, key=lambda run: run.x)
            assert all(one.box.x1 <= other.x + 0.01 for one, other in pairwise(ordered))


def test_some_cells_are_ruled_and_some_marks_are_raised() -> None:
    sheets = [dense_sheet(seed, "train") for seed in SEEDS]
    assert any(isinstance(item, Line) for sheet in sheets for item in sheet.items)
    marks = [
        (head, mark)
        for sheet in sheets
        for head, mark in pairwise(texts(sheet))
        if mark.font == head.font and mark.size < 0.7 * head.size and mark.x > head.x
    ]
    assert marks
    for head, mark in marks:
        assert mark.text.strip("()").isdigit()
        assert mark.y < head.y
        assert 0 <= mark.x - head.box.x1 < 0.1 * head.size


def test_rules_cross_no_letters() -> None:
    for seed in SEEDS:
        sheet = dense_sheet(seed, "train")
        down = [item for item in sheet.items if isinstance(item, Line) and item.x0 == item.x1]
        for run in texts(sheet):
            y = run.y - 0.2 * run.size
            near = [rule.x0 for rule in down if rule.y0 < y < rule.y1]
            assert not any(run.x + 0.5 < x < run.box.x1 - 0.5 for x in near)


def test_the_lines_cut_from_a_sheet_are_labelled_with_what_stands_on_it() -> None:
    sheet = dense_sheet(4, "train")
    written = "".join("".join(run.text.split()) for run in texts(sheet))
    lines = labelled_lines([sheet], replace(PLAIN, dpi=(150, 150)), 4)
    found = ["".join(line.text.split()) for line in lines]
    assert len(found) > 80
    assert sum(text in written for text in found) > 0.9 * len(found)
