"""The form's own small print."""

from dataclasses import replace

from extractor.layout.boilerplate import pieces
from extractor.model.page import numbered
from tests.segmentation.forms import EDGAR, layout, seen
from tests.typewriter import inked, typed

REMINDER = next(text for text in EDGAR.furniture if text.startswith("Reminder"))
AGENT = layout("form4-agent2002")


def printed(*lines, as_=EDGAR):
    return {word.text for word in seen(*lines, as_=as_).furniture}


def test_a_sentence_of_small_print_is_furniture():
    assert printed(typed(REMINDER, 40, 100), typed("Held by a trust.", 40, 120)) == set(REMINDER.split())


def test_a_sentence_over_two_lines_is_furniture():
    half = len(REMINDER.split()) // 2
    first, second = " ".join(REMINDER.split()[:half]), " ".join(REMINDER.split()[half:])
    assert printed(typed(first, 40, 100), typed(second, 40, 107)) == set(REMINDER.split())


def test_a_sentence_with_an_answer_between_its_parts_is_furniture():
    """A signature typed beside the first part was read with all of it."""
    first, second = (text for text in EDGAR.furniture if "Intentional" in text or text.startswith("See 18"))
    found = printed(typed(f"{first}. /s/ Jane Doe", 40, 100), typed(second, 40, 107))
    assert {"Intentional", "Violations.", "U.S.C."} <= found
    assert found.isdisjoint({"/s/", "Jane", "Doe"})


def test_an_answer_is_none():
    assert printed(typed("Held by a trust.", 40, 120)) == set()


def test_a_short_phrase_is_furniture_where_it_stands_alone():
    """Of "Reporting Owners", a filer's sentence has it too."""
    assert printed(typed("Reporting Owners", 40, 100), as_=AGENT) == {"Reporting", "Owners"}
    sentence = "Both Reporting Owners disclaim ownership of all of the shares held by the trust"
    assert printed(typed(sentence, 40, 100), as_=AGENT) == set()


def test_a_worn_sentence_takes_no_words_of_the_note_above_it():
    """A scratch parted the sentence; the rest of it seemed to begin in the note, whose words were lost."""
    note = next(text for text in AGENT.furniture if text.startswith("Note: File three copies"))
    rest = note.partition("one of ")[2]
    above = inked("upon the reporting person's termination of service.", 150, 100)
    found = printed(above, inked(rest, 150, 108), as_=AGENT)
    assert "manually" in found and "termination" not in found


def small(*lines):
    """The words of the small print on a scan."""
    return " ".join(word.text for word in seen(*lines).small_print)


def test_words_of_the_small_print_in_a_filer_s_sentence_are_the_filer_s():
    note = inked("2. The Reporting Person is a director and stockholder of the fund", 40, 100)
    assert small(note, inked("filed by more than one reporting person", 40, 120)) == ""


def test_part_of_a_line_is_no_piece_of_a_short_phrase():
    """`condition, the reporting` lost its last words to the heading `Reporting Owners`."""
    line = inked("As a result of the waiver of the condition, the reporting", 40, 100)
    assert pieces(numbered([line], 1), AGENT) == []


def test_a_sentence_broken_off_beside_an_answer_is_small_print():
    first = inked("Note: File three copies of this Form, one of which must be", 40, 100)
    second = inked("manually signed. If space is insufficient, see /s/ Esther Marrow", 40, 107)
    found = " ".join(
        word.text for piece in pieces(numbered([first, second], 1), EDGAR) for word in piece.words
    )
    assert found.startswith("Note: File three") and found.endswith("If space is insufficient, see")


def test_an_answer_typed_into_small_print_on_two_lines_is_parted_from_it_on_a_text_page():
    """The signature beside it was read with "Intentional misstatements …" before and after it."""
    first = "** Intentional misstatements or omissions of facts constitute Federal BY: HELEN MACLEOD"
    found = small(typed(first, 40, 100), typed("Criminal Violations.", 40, 107))
    assert "Intentional" in found and "Criminal" in found and "HELEN" not in found


def test_a_filer_s_sentence_on_a_text_page_keeps_the_words_it_shares_with_the_small_print():
    note = "of the waiver of the condition, the reporting person has elected to report the remaining"
    assert small(typed(note, 40, 100), typed("RSUs consistent with other RSU reporting.", 40, 107)) == ""


def test_a_sentence_is_known_by_its_longest_end_in_the_small_print():
    """However the ends of a line are gone through, none that is alike in more letters is missed."""
    half = " ".join(REMINDER.split()[: len(REMINDER.split()) // 2])
    (line,) = numbered([typed(f"{half} /s/ Jane Doe 4/2/2004", 40, 100)], 1)
    (piece,) = pieces([line], EDGAR)
    assert " ".join(word.text for word in piece.words) == half


def test_the_last_word_of_a_sentence_under_an_answer_beside_it_is_small_print():
    begun = typed("** Intentional misstatements or omissions of facts constitute Federal Criminal", 40, 400)
    assert "Violations." in small(begun, typed("Violations.", 40, 408))
    assert small(typed("Violations.", 40, 408)) == ""


def scanned(*lines):
    """The words that are small print on a scan of an agent's form."""
    return " ".join(word.text for piece in pieces(numbered(lines, 1), AGENT) for word in piece.words)


def test_the_end_of_a_worn_sentence_is_small_print_though_its_beginning_is_lost():
    """The first footnote began with "ssions of facts constitute Federal Criminal Violations."."""
    end = "ssions of facts constitute Federal Criminal Violations."
    assert scanned(inked(end, 167, 614), inked("(1) Held by a trust.", 40, 630)) == end


def test_two_sentences_on_one_worn_line_are_both_small_print():
    """ "See 18 U.S.C." behind the sentence before it was left to the footnotes, in pieces."""
    parts = ("facts constitute Federal Criminal Violations. See 18 U.S.C", "1001 and 15", "U.S.C. 78f(a)")
    line, x = [], 60
    for part in ("Intentional misstatements or omissions of", *parts):
        line.append(inked(part, x, 614))
        x = line[-1].box.x1 + 6
    assert set(scanned(*line).split()) >= {"Intentional", "Violations.", "See", "1001", "78f(a)"}


def test_the_securities_exchange_act_in_a_note_is_the_filer_s():
    note = inked("The shares are restricted securities under the Securities Exchange Act of 1934", 40, 100)
    assert scanned(note, inked("and were acquired by the reporting person.", 40, 110)) == ""


def test_a_signature_typed_behind_a_line_of_small_print_is_whole():
    """The sentence goes on in the next line; worn, it took `/s/ Christine` for "Federal Criminal"."""
    first = inked(
        "** Intentional misstatements or omissions of facts constitute /s/ Christine E Lombardi", 21, 328
    )
    found = printed(first, inked("Federal Criminal Violations.", 21, 336), as_=layout("form4-1996"))
    assert {"Intentional", "constitute"} <= found
    assert found.isdisjoint({"/s/", "Christine", "E", "Lombardi"})


def test_the_letter_of_a_signature_is_not_the_next_word_of_the_small_print():
    """Beside "Federal Criminal Violations.", which goes on with "See", `/s/ Edward` lost its `/s/`."""
    first = inked(
        "** Intentional misstatements or omissions of facts constitute Federal Criminal Violations.", 21, 328
    )
    name = inked("/s/ Edward E Kapoor", first.box.x1 + 8, 327)
    assert "Violations." in printed(first, name) and "/s/" not in printed(first, name)


WORN = "Cmientional mintatements or omisions of facts constute Federal"
"""The beginning of a sentence with letters lost and read twice."""


def test_a_worn_sentence_takes_no_word_of_the_answer_behind_it():
    """`/S/` made up for letters that were lost, and "Criminal Violations." went to a footnote."""
    first = inked(f"{WORN} /S/ HAROLD H CONNOLLY", 39, 269)
    found = scanned(first, inked("Criminal Violations.", 39, 277)).split()
    assert found == [*WORN.split(), "Criminal", "Violations."]


def test_a_worn_sentence_keeps_its_first_word():
    """With a letter read twice it was longer than the sentence; `Note:` and `Intentional` went to notes."""
    note = next(text for text in AGENT.furniture if text.startswith("Note: File three copies"))
    assert "Note:" in printed(inked(note.replace("three", "thiree"), 40, 100), as_=AGENT)
    first = "Intentional inisstatemonts or omissions of Jacts constitute Federal Criminal Violations."
    assert scanned(inked(first, 40, 100)) == first


def test_a_sentence_beside_an_answer_in_larger_type_goes_on_below_it():
    """The box of the answer's line reached into the next line of the small print."""
    (first,) = numbered([inked(f"{WORN} /S/ HAROLD", 39, 269)], 1)
    high = [word._replace(box=word.box._replace(bottom=word.box.bottom + 6)) for word in first.words]
    below = inked("Criminal Violations.", 39, 277)
    assert "Criminal Violations." in scanned(replace(first, words=tuple(high)), below)
