"""What parts of a filing say of each other; each fault once."""

import pytest

from extractor.validation.cross_references import (
    notes_torn,
    notes_unmatched,
    notes_with_others,
    owners_unlike_box,
    rows_of_lone_notes,
    signatures_unequal,
    signers_above,
)
from tests.validation.test_completeness import TRANSACTION, cell

NAME = "reportingOwnerId/rptOwnerName"


def filing(owners, *signatures):
    owned = [cell(f"reportingOwner[{n}]/{NAME}", f"Owner {n}") for n in range(1, owners + 1)]
    signed = [cell(f"ownerSignature[{n}]/signatureName", name) for n, name in enumerate(signatures, 1)]
    return [*owned, *signed]


def unequal(owners, *signatures):
    return [item.path for item in signatures_unequal(filing(owners, *signatures))]


def test_as_many_sign_as_own():
    assert unequal(2, "/s/ A", "/s/ B") == []


def test_an_owner_without_a_signature_is_named():
    assert unequal(3, "/s/ A", "/s/ B") == ["ownerSignature[3]"]


def test_a_signature_without_its_owner_is_named():
    assert unequal(1, "/s/ A", "/s/ B") == ["reportingOwner[2]"]


@pytest.mark.parametrize(
    "name",
    [
        "/s/ A, attorney-in-fact",
        "/s/ A, for each of the reporting persons",
        "A on behalf of both",
        "A, by P.O.A.",
    ],
)
def test_one_may_sign_for_several(name):
    assert unequal(3, name) == []


def marked(*marks, notes=()):
    cited = [cell(f"{TRANSACTION}/field{n}/footnoteId", mark) for n, mark in enumerate(marks)]
    texts = [cell(f"footnotes/footnote[@id='F{n}']") for n in notes]
    return [*cited, *texts]


def unmatched(*marks, notes=()):
    return [item.path for item in notes_unmatched(marked(*marks, notes=notes))]


def note(number):
    return f"footnotes/footnote[@id='F{number}']"


def test_marks_and_footnotes_that_fit_are_no_fault():
    assert unmatched("F1 F2", "F3", notes=(1, 2, 3)) == []


def test_a_mark_without_a_text_a_text_without_a_mark_and_a_number_left_out_are_one_fault_each():
    assert unmatched("F1 F2 F5", notes=(1, 3, 5)) == [note(2), note(3), note(4)]


def test_a_mark_just_beyond_the_last_text_says_that_its_text_is_lost():
    assert unmatched("F1 F2 F3", notes=(1, 2)) == [note(3)]


def test_a_mark_far_beyond_the_last_text_is_not_one_fault_for_each_number():
    """A stray 19 made seventeen items of a form with two footnotes."""
    assert unmatched("F1", "F2", "F19", notes=(1, 2)) == [f"{TRANSACTION}/field2/footnoteId", "footnotes"]


def test_of_a_page_that_is_missing_every_text_is_named_and_no_mark_is_blamed():
    assert unmatched("F1 F2", "F3 F4", "F5 F6 F7") == [note(number) for number in range(1, 8)]


def named_for_the_one_after(*marks, notes):
    return [item.path for item in notes_with_others(marked(*marks, notes=notes))]


def test_a_note_whose_number_was_lost_went_to_the_text_above_it():
    """Note 9 and its number were gone: notes 10 to 13 were read as the end of note 8, which was accepted."""
    assert named_for_the_one_after("F1 F2 F3 F4", notes=(1, 2)) == [note(2)]
    assert named_for_the_one_after("F1 F2 F3 F4", notes=(1, 4)) == [note(1)]
    assert named_for_the_one_after("F1 F2", notes=(1, 2)) == []


def test_a_note_whose_number_was_misread_holds_the_next_one():
    """`(1)` was read as `(2)`: the text of note 1 was the beginning of note 2, accepted."""
    both = cell(note(2), "Held by a trust. (2) Sold under a plan.")
    assert [item.path for item in notes_with_others([both])] == [note(2)]
    assert not list(notes_with_others([cell(note(1), "Held by a trust."), both]))


def test_a_row_that_was_cut_out_leaves_its_note_without_a_mark():
    items = list(rows_of_lone_notes(marked("F2", notes=(1, 2))))
    assert [item.path for item in items] == ["nonDerivativeTable", "derivativeTable"]
    assert not list(rows_of_lone_notes(marked("F1 F2", notes=(1, 2))))


def test_owners_after_a_lost_one_bear_the_numbers_of_others():
    """Of five owners the second was gone, and owners 3 to 5 were taken for 2 to 4."""
    assert unequal(4, *"ABCDE") == ["reportingOwner", "reportingOwner[5]"]


@pytest.mark.parametrize(
    ("signer", "paths"), [("attorney", ["ownerSignature[1]/signatureName", note(2)]), ("/s/ A, attorney", [])]
)
def test_the_first_line_of_a_signature_went_to_the_end_of_the_last_note(signer, paths):
    cells = [*marked("F1 F2", notes=(1, 2)), *filing(1, signer)]
    assert [item.path for item in signers_above(cells)] == paths


@pytest.mark.parametrize(
    ("owners", "box", "path"),
    [
        (1, "one", None),
        (2, "more", None),
        (1, None, None),
        (1, "more", "reportingOwner[2]"),
        (3, "one", "reportingOwner"),
    ],
)
def test_the_box_for_one_person_or_several_goes_against_the_owners(owners, box, path):
    assert [item.path for item in owners_unlike_box(filing(owners), box)] == ([path] if path else [])


def test_several_owners_that_all_signed_outvote_the_box_for_one():
    assert not list(owners_unlike_box(filing(2, "/s/ A", "/s/ B"), "one"))


@pytest.mark.parametrize("text", ["therein. The inclusion of", ")(3) Reflects securities"])
def test_a_note_that_begins_in_a_sentence_s_midst_is_told_with_the_one_above(text):
    cells = [cell(note(1), "Held by a trust.", source="ocr"), cell(note(2), text, source="ocr")]
    assert [item.path for item in notes_torn(cells)] == [note(2), note(1)]


@pytest.mark.parametrize("text", ["iShares held.", "Held by a trust.", "(a) Held by a trust.", "25%"])
def test_notes_that_begin_as_sentences_do_are_whole(text):
    assert not list(notes_torn([cell(note(2), text, source="ocr")]))


def test_a_note_whose_number_ran_into_its_first_figure_is_told():
    """`1. 75% of the shares` was accepted as `1.75% of the shares`."""
    assert [item.path for item in notes_torn([cell(note(1), "1.75% of them", source="ocr")])] == [note(1)]
    assert not list(notes_torn([cell(note(2), "1.75% of them", source="ocr")]))
