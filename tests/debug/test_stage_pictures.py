"""Pictures of what each stage made of a page of the samples."""

from dataclasses import replace

import numpy as np
import pytest

from extractor.debug.drawing import PANEL, flat_pixels
from extractor.debug.stage_pictures import (
    BLUE,
    GREEN,
    INK,
    ORANGE,
    RED,
    TEAL,
    Backdrop,
    candidates_picture,
    captions_picture,
    ink_picture,
    regions_picture,
    ruling_lines_picture,
    text_picture,
)
from extractor.debug.stages import caption_hits
from extractor.document import open_document
from extractor.imaging.preprocess import preprocess
from extractor.model.geometry import around

SCALE = 200 / 72
"""Pixels a point."""


@pytest.fixture(scope="module")
def raster(copy_file):
    with open_document(copy_file) as document:
        return document.page(1).raster()


@pytest.fixture(scope="module")
def backdrop(copy, raster):
    text = copy.pages[0].text
    return Backdrop(flat_pixels(raster, text.warp, (text.width, text.height)), "copy.tif, page 1")


@pytest.fixture(scope="module")
def filing(copy):
    return copy.filings[0]


def pixel(picture, x, y):
    """The colour at a place of the page, in points."""
    return picture.getpixel((round(x * SCALE), round(y * SCALE)))


def edge(picture, box):
    """The colours across the lower edge of a box's frame."""
    x = round(box.center_x * SCALE)
    return {picture.getpixel((x, y)) for y in range(round(box.bottom * SCALE), round(box.bottom * SCALE) + 4)}


def columns(picture, backdrop):
    """Pages and columns of the panel beside each other."""
    return round((picture.width - backdrop.pixels.shape[1]) / PANEL)


def test_ink_is_black_on_white_without_the_rules(backdrop, raster, copy):
    picture = ink_picture(backdrop, preprocess(raster))
    page = np.asarray(picture)[:, : backdrop.pixels.shape[1]]
    rule = max(copy.pages[0].text.rules.across, key=lambda rule: rule.length)
    at = page[round(rule.at * SCALE), round(rule.start * SCALE) + 40 : round(rule.end * SCALE) - 40]
    assert (at == 255).mean() > 0.9 > (backdrop.pixels[round(rule.at * SCALE)] > 128).mean()
    assert (page == 0).all(axis=-1).mean() > 0.01


def test_rules_across_and_down_have_a_colour_each(backdrop, copy):
    rules = copy.pages[0].text.rules
    picture = ruling_lines_picture(backdrop, copy.pages[0].text)
    across, down = rules.across[5], rules.down[5]
    assert pixel(picture, across.start + 5, across.at) in (RED, BLUE)
    middle = [pixel(picture, down.at, down.start + share * down.length) for share in (0.3, 0.4, 0.6)]
    assert BLUE in middle


def test_what_was_read_stands_where_it_was_read(backdrop, copy):
    text = copy.pages[0].text
    picture = text_picture(backdrop, text)
    width = backdrop.pixels.shape[1]
    read = np.asarray(picture)[:, width : 2 * width]
    word = next(word for word in text.words if word.text == "12,004.17")
    box = [round(side * SCALE) for side in (word.box.x0, word.box.x1, word.box.top, word.box.bottom)]
    assert (read[box[2] : box[3], box[0] : box[1]] == INK).all(axis=-1).any()
    blank = around(line.box for line in text.lines).bottom + 4
    assert (read[round(blank * SCALE) :] == 255).all()


def test_each_caption_is_boxed_by_how_much_of_it_was_seen(backdrop, copy, filing):
    page = filing.pages[0]
    picture = captions_picture(backdrop, page, copy.pages[0].scores)
    hits = caption_hits(page)
    worn = next(hit for hit in hits if hit.caption.startswith("7. Title and Amount"))
    whole = next(hit for hit in hits if hit.caption.startswith("3. Date of Earliest"))
    assert worn.score < 0.95 < whole.score
    assert ORANGE in edge(picture, worn.box)
    assert GREEN in edge(picture, whole.box)


def test_regions_have_the_colour_of_their_type_and_go_on_in_a_second_column(backdrop, filing):
    regions = [region for region in filing.segmented.regions if region.page == 1]
    picture = regions_picture(backdrop, regions)
    by_type = {region.type: region.box for region in regions}
    for kind, color in (("shares", BLUE), ("date", TEAL)):
        assert color in edge(picture, by_type[kind])
    assert len(regions) > 50 and columns(picture, backdrop) == 2


def test_a_region_that_may_say_several_things_is_no_green_box(backdrop, filing):
    issuer = next(region for region in filing.segmented.regions if region.path == "issuer")
    readings = filing.builders[1].readings(issuer)
    box = around(line.box for line in issuer.lines)
    halves = [replace(readings[0], probability=0.5), replace(readings[0], value="OTHER", probability=0.5)]
    whole = [replace(readings[0], probability=1.0)]
    open_, sure = (candidates_picture(backdrop, [(issuer, found)]) for found in (halves, whole))
    assert {ORANGE, RED} & edge(open_, box)
    assert GREEN in edge(sure, box)
