"""Sheets through a profile: overprinted, rendered, laid on the glass, worn, and written as a file."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random

import cv2
import numpy as np
from PIL import Image

from extractor.model.geometry import Box, around
from samples.generator import overprint
from samples.generator.draw import POINTS_PER_INCH, Pixels, to_pdf, to_pixels
from samples.generator.fonts import Group
from samples.generator.geometry import Pose, pose
from samples.generator.ink import Sheet, Text
from samples.generator.profiles import Container, Profile


@dataclass(frozen=True, slots=True)
class Written:
    """One line of a value as printed: where it lies on which page (from 1), in points as filed."""

    path: str
    text: str
    page: int
    box: Box


@dataclass(frozen=True, eq=False, slots=True)
class Worn:
    """A page's grey pixels, and how the sheet came to lie in them."""

    pixels: Pixels
    pose: Pose


@dataclass(frozen=True, slots=True)
class Scan:
    """Pages of grey or, where `one_bit`, black and white pixels."""

    pages: tuple[Pixels, ...]
    dpi: tuple[float, float]
    one_bit: bool
    writing: tuple[Written, ...]


def writing_on(sheets: Sequence[Sheet]) -> tuple[Written, ...]:
    """Every line of every value on the flat sheets, in the order it was printed."""
    lines: dict[tuple[int, str, float], list[Text]] = {}
    for number, sheet in enumerate(sheets, 1):
        for item in sheet.items:
            if isinstance(item, Text) and item.path:
                baseline = item.y if item.line is None else item.line
                lines.setdefault((number, item.path, round(baseline, 1)), []).append(item)
    return tuple(
        Written(path, _read_out(runs), number, around(run.box for run in runs))
        for (number, path, _), runs in lines.items()
    )


def scanned(sheets: Sequence[Sheet], profile: Profile, seed: int, group: Group, day: date) -> Scan:
    """The pages as the machine of `profile` delivers them; stamps and fax lines say days soon after `day`."""
    chance, rng = Random(f"scan {seed}"), np.random.default_rng(seed)
    printed = _overprinted(sheets, profile, chance, group, day)
    pages, writing = [], []
    for number, (page, sheet) in enumerate(zip(_worn_pages(printed, profile, rng), sheets, strict=True), 1):
        pages.append(page.pixels)
        for line in writing_on((sheet,)):
            writing.append(replace(line, page=number, box=_placed(line.box, page.pose, profile.dpi[0])))
    dpi_x, dpi_y = profile.dpi if profile.quarter_turns % 2 == 0 else profile.dpi[::-1]
    return Scan(tuple(pages), (dpi_x, dpi_y), profile.one_bit, tuple(writing))


def worn_pages(sheets: Sequence[Sheet], profile: Profile, seed: int) -> Iterator[Worn]:
    """The pages, without overprints, as the machine of `profile` delivers them; grey ones through JPEG."""
    rng = np.random.default_rng(seed)
    for page in _worn_pages(sheets, profile, rng):
        yield page if profile.one_bit else replace(page, pixels=_through_jpeg(page.pixels, profile, rng))


def _worn_pages(sheets: Sequence[Sheet], profile: Profile, rng: np.random.Generator) -> Iterator[Worn]:
    for flat in to_pixels(to_pdf(sheets), profile.dpi[0]):
        lying = _pose(flat, profile, rng)
        yield Worn(_worn(lying.picture(flat), profile, rng), lying)


def _through_jpeg(pixels: Pixels, profile: Profile, rng: np.random.Generator) -> Pixels:
    quality = int(rng.integers(profile.jpeg[0], profile.jpeg[1] + 1))
    _, packed = cv2.imencode(".jpg", pixels, (cv2.IMWRITE_JPEG_QUALITY, quality))
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE), dtype=np.uint8)


def file_of(scan: Scan, container: Container, quality: int) -> bytes:
    """The scan as the bytes of a file; one-bit pages as CCITT group 4 in TIFF and PDF. PNG and JPEG hold the
    first page only."""
    images = [Image.fromarray(page) for page in scan.pages]
    if scan.one_bit:
        images = [image.convert("1", dither=Image.Dither.NONE) for image in images]
    target = io.BytesIO()
    first, rest = images[0], images[1:]
    match container:
        case "tif":
            how = "group4" if scan.one_bit else "tiff_lzw"
            first.save(target, "TIFF", compression=how, dpi=scan.dpi, save_all=True, append_images=rest)
        case "pdf":
            day = time.gmtime(0)  # a fixed date: the same scan gives the same bytes
            grey = {} if scan.one_bit else {"quality": quality}
            first.save(
                target,
                "PDF",
                dpi=scan.dpi,
                save_all=True,
                append_images=rest,
                creationDate=day,
                modDate=day,
                **grey,
            )
        case "png":
            first.save(target, "PNG", dpi=scan.dpi)
        case "jpg":
            first.convert("L").save(target, "JPEG", dpi=tuple(map(round, scan.dpi)), quality=quality)
    return target.getvalue()


def _read_out(runs: Sequence[Text]) -> str:
    """Runs from left to right; letters set one by one by hand join to words where no gap is between them."""
    ordered = sorted(runs, key=lambda run: run.x)
    text, end = "", float("-inf")
    for run in ordered:
        apart = run.x - end > 0.12 * run.size
        text += f" {run.text}" if text and apart else run.text
        end = run.box.x1
    return text


def _overprinted(
    sheets: Sequence[Sheet], profile: Profile, chance: Random, group: Group, day: date
) -> tuple[Sheet, ...]:
    wanted = [kind for often, kind in profile.overprints if chance.random() < often]
    return tuple(_with(sheet, wanted, chance, group, day, number) for number, sheet in enumerate(sheets, 1))


def _with(sheet: Sheet, kinds: Sequence[str], chance: Random, group: Group, day: date, page: int) -> Sheet:
    if "stamps" in kinds:
        sheet = overprint.stamped(sheet, chance, group, day)
    if "pen" in kinds:
        sheet = overprint.pen_marks(sheet, chance)
    return overprint.faxed(sheet, chance, group, day, page) if "fax-line" in kinds else sheet


def _pose(flat: Pixels, profile: Profile, rng: np.random.Generator) -> Pose:
    height, width = flat.shape
    shift = (float(rng.normal(0, 0.006)) * width, float(rng.normal(0, 0.004)) * height)
    corners = rng.uniform(-profile.pull, profile.pull, (4, 2)) * height if profile.pull else None
    bend = float(rng.normal(0, profile.bend)) * height if profile.bend else 0.0
    lean = float(np.clip(rng.normal(0, profile.lean), -2.5 * profile.lean, 2.5 * profile.lean))
    return pose(
        (width, height), lean, shift, corners, bend, float(rng.uniform(0.8, 2.0)), profile.quarter_turns
    )


def _worn(page: Pixels, profile: Profile, rng: np.random.Generator) -> Pixels:
    dpi_x, dpi_y = profile.dpi
    if dpi_x != dpi_y:
        size = (page.shape[1], round(page.shape[0] * dpi_y / dpi_x))
        page = np.asarray(cv2.resize(page, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    for often, effect in profile.effects:
        if rng.random() < often:
            page = effect(page, rng, dpi_x)
    return page


def _placed(box: Box, lying: Pose, dpi: float) -> Box:
    scale = dpi / POINTS_PER_INCH
    moved = lying.box(Box(box.x0 * scale, box.top * scale, box.x1 * scale, box.bottom * scale))
    return Box(moved.x0 / scale, moved.top / scale, moved.x1 / scale, moved.bottom / scale)
