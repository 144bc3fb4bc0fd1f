import pytest

from extractor.imaging.checkboxes import DetectedBox
from extractor.imaging.orientation import Orientation
from extractor.imaging.preprocess import FlatPage, TextLine
from extractor.model.geometry import Box
from extractor.model.page import RulingLine, RulingLines
from extractor.model.warp import Warp
from extractor.ocr.recognize import images_of, read_again, read_page, reads_upside_down
from extractor.ocr.settings import SETTINGS
from tests.imaging.paper import PROSE, Paper
from tests.ocr.answers import MadeUpEngine, answer

RULES = RulingLines((RulingLine(10, 190, 50, 1),))


def flat_page_of(*lines, boxes=(), page=None):
    page = page or Paper(400, 300)
    return FlatPage(
        width=page.width,
        height=page.height,
        dpi=page.dpi,
        writing=page.pixels,
        ink=page.mask(),
        rules=RULES,
        lines=lines,
        boxes=boxes,
        warp=Warp(page.width, page.height),
        orientation=Orientation(0, 1.0),
    )


def run(x0=40.0, top=40.0, x1=140.0, bottom=50.0, raised=False):
    return TextLine(Box(x0, top, x1, bottom), 7.0, raised)


def words_of(text, **place):
    return read_page(flat_page_of(run(**place)), 1, MadeUpEngine(text)).words


def test_page_keeps_its_number_size_and_rules():
    page_text = read_page(flat_page_of(), 3, MadeUpEngine())
    assert (page_text.number, page_text.width, page_text.height, page_text.source) == (3, 400, 300, "ocr")
    assert page_text.rules is RULES
    assert page_text.lines == ()


def test_every_word_lies_in_its_run_from_left_to_right():
    words = words_of("Common Stock of Acme")
    assert [word.text for word in words] == ["Common", "Stock", "of", "Acme"]
    assert all(40 <= word.box.x0 < word.box.x1 <= 140 for word in words)
    assert all((word.box.top, word.box.bottom) == (40, 50) for word in words)
    assert [word.box.x0 for word in words] == sorted(word.box.x0 for word in words)


def test_first_and_last_word_end_where_the_ink_does():
    words = words_of("Common Stock")
    assert (words[0].box.x0, words[-1].box.x1) == (40, 140)
    assert words_of("Common")[0].box == Box(40, 40, 140, 50)


def test_words_stand_where_their_letters_were_seen():
    left, right = words_of("AAAAA BBBBB")
    assert left.box.x1 == pytest.approx(84, abs=6)
    assert right.box.x0 == pytest.approx(96, abs=6)


def test_blanks_at_the_ends_make_no_words():
    assert [word.text for word in words_of(" 1,200  (1) ")] == ["1,200", "(1)"]


def test_heading_that_lost_its_blank_ends_at_its_colon():
    assert [word.text for word in words_of("Date:November 19")] == ["Date:", "November", "19"]


@pytest.mark.parametrize("text", ["10:30", "Reg.:A", "a:b", "F4:A"])
def test_no_other_colon_ends_a_word(text):
    assert [word.text for word in words_of(text)] == [text]


def test_word_is_as_sure_as_its_least_sure_letter():
    seen = answer({"A": 0.9}, {"B": 0.6}, {" ": 1.0}, {"C": 0.8})
    first, second = read_page(flat_page_of(run()), 1, MadeUpEngine(seen)).words
    assert (first.probability, second.probability) == pytest.approx((0.6, 0.8))


def test_line_keeps_the_full_answer_of_the_reader():
    seen = answer({"A": 0.9})
    (line,) = read_page(flat_page_of(run()), 1, MadeUpEngine(seen)).lines
    assert line.answers["form4-quick"].matrix is seen.matrix
    assert set(line.answers) == {"form4-quick"}


def test_an_answer_stands_where_the_reader_was_shown_its_line():
    (line,) = read_page(flat_page_of(run()), 1, MadeUpEngine("Common")).lines
    margin = SETTINGS.recognize.margin * 7
    seen = line.answers["form4-quick"]
    assert (seen.left, seen.right) == pytest.approx((40 - margin, 140 + margin))


def test_raised_run_makes_raised_words():
    (word,) = read_page(flat_page_of(run(raised=True)), 1, MadeUpEngine("(1)")).words
    assert word.raised
    assert word.size == 7.0


def test_speck_that_reads_as_nothing_is_left_out():
    speck = TextLine(Box(40, 40, 43, 43), 3.0)
    page_text = read_page(flat_page_of(speck, run(top=80, bottom=90)), 1, MadeUpEngine("", "Common"))
    assert [line.text for line in page_text.lines] == ["Common"]


def test_ink_as_high_as_a_letter_that_reads_as_nothing_is_its_likeliest_letter():
    seen = answer({}, {"D": 0.2, "O": 0.1}, {})
    (word,) = read_page(flat_page_of(run(raised=True)), 1, MadeUpEngine(seen)).words
    assert (word.text, word.box, word.raised) == ("D", Box(40, 40, 140, 50), True)
    assert word.probability == pytest.approx(0.2)


def test_printed_boxes_are_words_among_the_lines():
    boxes = (DetectedBox(Box(20, 40, 30, 50), True), DetectedBox(Box(20, 80, 30, 90), False))
    flat = flat_page_of(run(top=80, bottom=90), run(), boxes=boxes)
    page_text = read_page(flat, 1, MadeUpEngine("Officer", "Director"))
    assert [line.text for line in page_text.lines] == ["[X]", "Director", "[_]", "Officer"]


def test_reader_is_shown_each_run_with_paper_around_it():
    page = Paper(400, 300).fill(Box(40, 40, 140, 50))
    reader = MadeUpEngine("A", "B")
    read_page(flat_page_of(run(), run(top=80, bottom=100), page=page), 1, reader)
    inked, blank = reader.shown
    assert inked.shape[0] > page.pixel(10)
    assert inked[0].min() == 255
    assert inked.min() == 0
    assert blank.min() == 255


def test_run_at_the_edge_of_the_sheet_is_shown_as_far_as_it_goes():
    reader = MadeUpEngine("A")
    read_page(flat_page_of(run(x0=0, top=0, x1=400, bottom=300)), 1, reader)
    assert reader.shown[0].shape == Paper(400, 300).pixels.shape


# Engines that are asked again.


def thorough(*texts):
    return MadeUpEngine(*texts, name="form4-thorough", selection="answers")


def second(*texts):
    return MadeUpEngine(*texts, name="second", selection="doubts")


def third(*texts):
    return MadeUpEngine(*texts, name="third", selection="disputes", plain=True)


def read_twice(first, *engines, wanted=slice(None)):
    """Lines one under another read by one engine and again, those `wanted`, by others."""
    flat = flat_page_of(*(run(top=40 + 40 * k, bottom=50 + 40 * k) for k in range(len(first))))
    page_text = read_page(flat, 1, MadeUpEngine(*first))
    asked = page_text.lines[wanted]
    lines = read_again(asked, images_of(flat, asked), engines)
    return [lines.get(line.id, line) for line in page_text.lines]


def test_further_engines_are_asked_about_the_wanted_lines_alone():
    again = second("Common Stock")
    lines = read_twice(["Connon Stock", "Director"], again, third("Common Stock"), wanted=slice(1))
    assert len(again.shown) == 1
    assert lines[0].answers["second"].best()[0] == "Common Stock"
    assert "second" not in lines[1].answers
    assert [line.text for line in lines] == ["Connon Stock", "Director"]


def test_a_further_answer_stands_where_the_first_one_does():
    (line,) = read_twice(["Common"], second("Common"))
    one, other = line.answers.values()
    assert (other.left, other.right) == pytest.approx((one.left, one.right))


def test_disputes_are_what_the_others_differ_on():
    judge = third("1,700")
    lines = read_twice(["1,200", "707"], second("1,700", "707"), judge)
    assert [line.answers.get("third") for line in lines] == ["1,700", None]
    assert len(judge.shown) == 1


def test_blanks_are_no_disagreement():
    (line,) = read_twice(["By Trust (1)"], second("ByTrust(1) "), third())
    assert "third" not in line.answers


def test_an_engine_that_sees_nothing_disagrees():
    (line,) = read_twice(["707"], second(""), third("707"))
    assert line.answers["second"].best()[0] == ""
    assert line.answers["third"] == "707"


def test_prose_is_no_value():
    others = second(), third()
    (line,) = read_twice([" ".join(PROSE[:2])], thorough(" ".join(PROSE[:2])), *others)
    assert set(line.answers) == {"form4-quick", "form4-thorough"}
    assert [engine.shown for engine in others] == [[], []]


def test_what_two_engines_surely_read_alike_no_other_is_asked():
    other = second("1,700")
    lines = read_twice(["1,200", "707"], thorough("1,200", "701"), other)
    assert ["second" in line.answers for line in lines] == [False, True]
    assert len(other.shown) == 1


def test_where_one_more_engine_sides_with_another_there_is_no_dispute():
    (line,) = read_twice(["1,200"], thorough("1,700"), second("1,200"), third())
    assert "third" not in line.answers


def test_where_no_two_engines_agree_the_line_is_disputed():
    (line,) = read_twice(["1,200"], thorough("1,700"), second("1,100"), third("1,200"))
    assert line.answers["third"] == "1,200"


def test_printed_boxes_are_not_read():
    flat = flat_page_of(boxes=(DetectedBox(Box(20, 40, 30, 50), True),))
    page_text = read_page(flat, 1, MadeUpEngine())
    assert images_of(flat, page_text.lines) == {}


def test_engines_are_shown_no_page_that_must_be_kept_for_it():
    flat = flat_page_of(run())
    (image,) = images_of(flat, read_page(flat, 1, MadeUpEngine("Common")).lines).values()
    assert image.base is None


def test_nothing_is_asked_of_an_engine_without_lines():
    again = thorough()
    assert read_again([], {}, [again]) == {}
    assert again.shown == []


class FeetEngine(MadeUpEngine):
    """An engine sure of what is darker below than above, and lost otherwise."""

    def read(self, lines):
        sure, lost = answer(*[{"A": 0.9}, {}] * 4), answer({"A": 0.3})
        return [sure if self._upright(line) else lost for line in lines]

    def _upright(self, line):
        half = line.shape[0] // 2
        return line[half:].mean() < line[:half].mean()


@pytest.mark.parametrize("upside_down", [False, True])
def test_upside_down_is_what_reads_better_turned(upside_down):
    page, runs = Paper(400, 300), []
    for number, _ in enumerate(PROSE):
        top = 20 + 25 * number
        page.fill(Box(40, top if upside_down else top + 6, 140, (top if upside_down else top + 6) + 4))
        runs.append(run(top=top, bottom=top + 10))
    assert reads_upside_down(flat_page_of(*runs, page=page), FeetEngine()) is upside_down


def test_page_of_two_lines_is_told_upside_down():
    """The two longest runs were never read: a page that has no others was taken as it lay."""
    page, runs = Paper(400, 300), [run(top=20, bottom=30), run(top=45, bottom=55)]
    page.fill(Box(40, 20, 140, 24)).fill(Box(40, 45, 140, 49))
    assert reads_upside_down(flat_page_of(*runs, page=page), FeetEngine())


def test_blank_sheet_is_not_upside_down():
    assert not reads_upside_down(flat_page_of(), FeetEngine())


def test_more_ink_before_the_first_letter_than_a_letter_is_none_of_its_word():
    """A box to check and its tick were the beginning of `Director`, a letter away."""
    near, far = (read_page(flat_page_of(run()), 1, MadeUpEngine(" " * k + "Director")).words for k in (0, 5))
    assert near[0].box.x0 == 40 < far[0].box.x0


@pytest.mark.parametrize("read", ["</TABLE>", "</TABIE>", "<(>", "<S>"])
def test_tags_of_a_text_filing_are_no_words_where_they_are_worn(read):
    """`SHARES OF BENEFICIAL INTEREST </TABLE>` was the title of a table's last row."""
    assert words_of(read) == ()
    assert [word.text for word in words_of("<1>")] == ["<1>"]
