"""Pages are compared with the layouts of the form that they are headed as."""

from extractor.layout.captions import Captions
from extractor.layout.form_titles import layouts_titled, names_on
from extractor.layout.template import shipped_layouts
from tests.typewriter import page, typed

INITIAL = "INITIAL STATEMENT OF BENEFICIAL OWNERSHIP OF SECURITIES"
CHANGES = "STATEMENT OF CHANGES IN BENEFICIAL OWNERSHIP"
ANNUAL = "ANNUAL STATEMENT OF CHANGES IN BENEFICIAL OWNERSHIP"


def forms(*texts):
    sheet = page(*(typed(text, 40, 40 + 30 * k, 8) for k, text in enumerate(texts)))
    return {layout.form for layout in layouts_titled(sheet, Captions(sheet), shipped_layouts())}


def test_the_title_says_which_form_a_page_is():
    assert forms(INITIAL) == {"3"}
    assert forms(CHANGES) == {"4"}


def test_the_longer_of_two_titles_is_there():
    assert forms(ANNUAL) == {"5"}


def test_a_page_without_a_title_may_be_any_form():
    assert forms("Table I") == {"3", "4", "5"}


def test_the_name_of_a_form_alone_on_a_line_decides():
    assert forms("FORM 3", CHANGES) == {"3"}


def test_an_amendment_has_the_name_of_its_form():
    assert names_on(page(typed("FORM 4/A", 40, 40, 8))) == {"4"}
