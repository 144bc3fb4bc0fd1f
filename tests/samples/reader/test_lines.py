"""Lines with their text: what a run of ink says is what was printed under it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

import numpy as np
import pytest

from extractor.document.opened_page import Raster
from extractor.imaging.preprocess import FlatPage, preprocess
from samples.generator.ink import Pen, Sheet, Text
from samples.generator.profiles import PROFILES, Profile
from samples.reader.lines import Labelled, labelled_lines, letters_of, roads

PLAIN = Profile((200, 200), (), lean=0.0)
"""A scanner that wears nothing."""
WIDTH, HEIGHT = 360.0, 240.0
PRINTED = (
    "Common Stock, par value $.01",
    "11/19/2009",
    "12,004.17",
    "By Trust (1)",
    "MARROW ESTHER J",
    "Held under the plan",
    "Options granted to directors",
)


def sheet(*items: Text, frame: tuple[float, ...] = ()) -> Sheet:
    """A page with these runs of text; `frame` are the x of the column rules of a table around them."""
    pen = Pen()
    pen.text(*items)
    for x in frame:
        pen.line(x, 10, x, HEIGHT - 10, 0.8)
    for y in (10, HEIGHT - 10) if frame else ():
        pen.line(frame[0], y, frame[-1], y, 0.8)
    return Sheet(WIDTH, HEIGHT, tuple(pen.items))


def printed(*texts: str, font: str = "Courier", size: float = 10.0) -> tuple[Text, ...]:
    """Lines one under another."""
    return tuple(Text(40, 30 + 26 * k, text, font, size) for k, text in enumerate(texts))


def labels(page: Sheet, profile: Profile = PLAIN) -> list[Labelled]:
    return list(labelled_lines([page], profile, seed=3))


def texts(page: Sheet, profile: Profile = PLAIN) -> list[str]:
    return sorted(line.text for line in labels(page, profile))


@pytest.mark.parametrize("font", ["Courier", "Helvetica", "Times-Roman"])
def test_the_labels_of_a_clean_sheet_are_what_was_printed(font: str) -> None:
    assert texts(sheet(*printed(*PRINTED, font=font))) == sorted(PRINTED)


@pytest.mark.parametrize(
    "profile",
    [
        replace(PLAIN, lean=1.0),
        replace(PLAIN, bend=0.004),
        replace(PLAIN, dpi=(204, 98)),
        replace(PLAIN, dpi=(150, 150), one_bit=False),
    ],
)
def test_however_the_sheet_lies_its_letters_are_found(profile: Profile) -> None:
    found = texts(sheet(*printed(*PRINTED)), profile)
    assert set(found) <= set(PRINTED)
    assert len(found) >= len(PRINTED) - 1


def test_the_picture_of_a_line_holds_its_ink_with_paper_around_it() -> None:
    for line in labels(sheet(*printed(*PRINTED))):
        assert line.image.min() < 64
        assert all(edge.min() > 128 for edge in (line.image[0], line.image[-1], line.image[:, 0]))


def test_a_run_cut_by_a_rule_has_the_text_under_either_part() -> None:
    page = sheet(*printed("Common Stock", "D", "F"), frame=(20, 40 + 6.5 * 6, 340))
    assert texts(page) == ["Common", "D", "F", "Stock"]


def parted(monkeypatch: pytest.MonkeyPatch, text: str, letters: float) -> list[str]:
    """The labels of a line that its tool cuts in two behind so many of its letters."""

    def cut(raster: Raster, upside_down: bool) -> FlatPage:
        flat = preprocess(raster, upside_down)
        (run,) = flat.lines
        at = run.box.x0 + 6 * letters
        parts = (run.box._replace(x1=at), run.box._replace(x0=at))
        return replace(flat, lines=tuple(replace(run, box=part) for part in parts))

    monkeypatch.setattr("samples.reader.lines.preprocess", cut)
    return [line.text for line in labels(sheet(*printed(text)))]


@pytest.mark.parametrize(
    ("letters", "left", "right"), [(3, "MHH", "MHM"), (2.2, "MH", "HMHM"), (3.8, "MHHM", "HM")]
)
def test_a_run_cut_in_two_has_the_text_under_either_part(
    monkeypatch: pytest.MonkeyPatch, letters: float, left: str, right: str
) -> None:
    assert parted(monkeypatch, "MHHMHM", letters) == [left, right]


def test_where_a_letter_is_cut_there_is_no_label(monkeypatch: pytest.MonkeyPatch) -> None:
    assert parted(monkeypatch, "MHHMHM", 2.5) == []


def test_words_far_apart_are_runs_of_their_own() -> None:
    assert texts(sheet(*printed("Common" + 12 * " " + "Stock", "707"))) == ["707", "Common", "Stock"]


def test_two_lines_in_one_run_have_no_label() -> None:
    """Print that runs into the line below: nobody could say what one line of it says."""
    over = Text(40, 35.5, "HHHHHH", "Courier", 10)
    assert texts(sheet(*printed("HHHHHH", "D", "F"), over)) == ["D", "F"]


def test_runs_of_text_close_together_are_one_line() -> None:
    one = Text(40, 30, "1,200", "Courier", 10)
    near, apart = Text(70.5, 30, "707", "Courier", 10), Text(74, 30, "707", "Courier", 10)
    assert texts(sheet(one, near, *printed("", "D"))) == ["1,200707", "D"]
    assert texts(sheet(one, apart, *printed("", "D"))) == ["1,200 707", "D"]


def test_what_no_reader_knows_has_no_label() -> None:
    assert texts(sheet(*printed("5 µm", "707", "D"))) == ["707", "D"]


def test_letters_stand_where_they_were_printed() -> None:
    letters = letters_of(sheet(Text(40, 30, "A B", "Courier", 10)))
    assert letters.text == "AB"
    assert letters.left.tolist() == [40, 52]
    assert letters.right.tolist() == [46, 58]
    assert letters.baseline.tolist() == [30, 30]
    assert letters.starts_word.tolist() == [True, True]


def test_letters_within_a_word_start_none() -> None:
    letters = letters_of(sheet(Text(40, 30, "1,200", "Courier", 10)))
    assert letters.starts_word.tolist() == [True, False, False, False, False]


def test_writing_that_is_turned_has_no_letters() -> None:
    assert letters_of(sheet(Text(40, 90, "RECEIVED", "Helvetica", 14, turn=30))).text == ""
    assert letters_of(sheet()).text == ""


def test_a_sheet_without_writing_has_no_lines_and_is_no_error() -> None:
    assert labels(sheet()) == []


def test_the_same_seed_makes_the_same_lines() -> None:
    one, other = (labels(sheet(*printed(*PRINTED)), PROFILES["ruin200bw"]) for _ in range(2))
    assert [line.text for line in one] == [line.text for line in other]
    assert all(np.array_equal(a.image, b.image) for a, b in zip(one, other, strict=True))


def test_every_road_but_the_turned_ones_is_taken_the_hard_ones_more_often() -> None:
    rng = Random(1)
    taken = Counter(id(roads(rng)) for _ in range(3000))
    names = {id(profile): name for name, profile in PROFILES.items()}
    counts = {names[key]: count for key, count in taken.items()}
    assert set(counts) == {name for name in PROFILES if not name.startswith("rot")}
    assert counts["copy200bw"] > 2 * counts["clean300"]
