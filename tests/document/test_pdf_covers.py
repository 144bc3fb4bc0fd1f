"""What hides letters or rules on a drawn page, and what is only its background."""

from io import BytesIO

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractor.document.limits import Limits
from extractor.document.opening import open_document
from tests.document.document_files import written

HEIGHT = 792


def canvas_of(draw):
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(612, HEIGHT))
    draw(canvas)
    canvas.save()
    return buffer.getvalue()


def covers(tmp_path, draw):
    with open_document(written(tmp_path / "page.pdf", canvas_of(draw)), Limits()) as document:
        (page,) = document
        boxes = [cover.box for cover in page.covers()]
        return [tuple(map(round, (b.x0, b.top, b.x1, b.bottom))) for b in boxes]


def filled(canvas, grey, x0, top, x1, bottom, alpha=1.0):
    canvas.setFillGray(grey, alpha)
    canvas.rect(x0, HEIGHT - bottom, x1 - x0, bottom - top, stroke=0, fill=1)
    canvas.setFillGray(0, 1)


def text(canvas, x=100, y=200, said="1,250"):
    canvas.setFont("Helvetica", 8)
    canvas.drawString(x, HEIGHT - y, said)


@pytest.mark.parametrize("grey", [0, 0.35, 1])
def test_a_box_over_a_value_hides_it(tmp_path, grey):
    def draw(canvas):
        text(canvas)
        filled(canvas, grey, 96, 190, 130, 203)

    assert covers(tmp_path, draw) == [(96, 190, 130, 203)]


def test_the_shade_of_a_table_is_drawn_before_its_letters_and_rules(tmp_path):
    def draw(canvas):
        filled(canvas, 0.3, 50, 180, 400, 220)
        canvas.line(50, HEIGHT - 200, 400, HEIGHT - 200)
        text(canvas)

    assert covers(tmp_path, draw) == []


def test_a_bar_over_rows_whose_letters_are_gone_too(tmp_path):
    assert covers(tmp_path, lambda canvas: filled(canvas, 0, 50, 180, 400, 220)) == [(50, 180, 400, 220)]


def test_a_white_strip_cuts_the_rules_between_columns(tmp_path):
    def draw(canvas):
        canvas.line(200, HEIGHT - 100, 200, HEIGHT - 400)
        filled(canvas, 1, 50, 180, 400, 220)

    assert covers(tmp_path, draw) == [(50, 180, 400, 220)]


def test_a_white_cell_ends_at_its_rules(tmp_path):
    def draw(canvas):
        for x in (50, 400):
            canvas.line(x, HEIGHT - 100, x, HEIGHT - 400)
        filled(canvas, 1, 50, 180, 400, 220)

    assert covers(tmp_path, draw) == []


def test_a_marker_lets_letters_through(tmp_path):
    def draw(canvas):
        text(canvas)
        filled(canvas, 0.8, 96, 190, 130, 203, alpha=0.4)

    assert covers(tmp_path, draw) == []


def test_a_stamp_stands_askew_over_letters(tmp_path):
    def draw(canvas):
        text(canvas)
        canvas.translate(100, HEIGHT - 200)
        canvas.rotate(5)
        canvas.drawString(0, 0, "COPY")

    ((x0, top, _, _),) = covers(tmp_path, draw)
    assert abs(x0 - 100) <= 2 and 180 < top < 200


def test_letters_turned_by_a_quarter_are_no_stamp(tmp_path):
    def draw(canvas):
        canvas.rotate(90)
        canvas.drawString(100, -100, "Table I")

    assert covers(tmp_path, draw) == []


def pasted(canvas, grey, x0, top, x1, bottom):
    picture = ImageReader(Image.new("L", (8, 4), grey))
    canvas.drawImage(picture, x0, HEIGHT - bottom, x1 - x0, bottom - top)


def test_a_picture_tells_the_letters_it_hides(tmp_path):
    def draw(canvas):
        text(canvas)
        pasted(canvas, 255, 96, 190, 130, 203)

    with open_document(written(tmp_path / "page.pdf", canvas_of(draw)), Limits()) as document:
        (cover,) = document.page(1).covers()
        assert cover.letters == "1,250"


def test_a_picture_that_cuts_rules_is_not_asked_what_it_shows(tmp_path):
    def draw(canvas):
        canvas.line(110, HEIGHT - 100, 110, HEIGHT - 400)
        text(canvas)
        pasted(canvas, 255, 96, 190, 130, 203)

    with open_document(written(tmp_path / "page.pdf", canvas_of(draw)), Limits()) as document:
        (cover,) = document.page(1).covers()
        assert cover.letters is None


@pytest.mark.parametrize("over", [True, False])
def test_forms_of_a_page_cover_each_other_in_the_order_they_are_set(tmp_path, over):
    """A box in a form set after another form was taken for a ground under it."""

    def draw(canvas):
        canvas.beginForm("letters")
        text(canvas)
        canvas.endForm()
        canvas.beginForm("box")
        filled(canvas, 0.9, 96, 190, 130, 203)
        canvas.endForm()
        for name in ("letters", "box") if over else ("box", "letters"):
            canvas.doForm(name)

    assert covers(tmp_path, draw) == ([(96, 190, 130, 203)] if over else [])
