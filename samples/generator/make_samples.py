"""Draws the committed samples again: python -m samples.generator.make_samples.

Only Liberation typefaces are used, so that every machine draws the same bytes. A folder holds the inputs
and one truth.json for all of them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import yaml

from extractor.errors import ComponentMissing
from samples.generator.cases import truth_of
from samples.generator.draw import to_pdf
from samples.generator.families import Printed, draw_form
from samples.generator.filings import filing_for
from samples.generator.fonts import Typeface, typeface
from samples.generator.letters import COVER_LETTER, POWER_OF_ATTORNEY, letter
from samples.generator.profiles import PROFILES, Container
from samples.generator.scan import file_of, scanned
from samples.generator.style import Family, Style, style_for

SAMPLES = Path(__file__).resolve().parent.parent
_QUALITY = 85


@dataclass(frozen=True, slots=True)
class Input:
    """One file of a sample: the printed form itself (`profile` "born") or a scan of it."""

    name: str
    profile: str = "born"
    seed: int = 0


def main() -> int:
    """Writes every sample beside this package."""
    for folder in (redwood(), typed(), two_owners(), bundle()):
        size = sum(file.stat().st_size for file in folder.iterdir())
        print(f"{folder.relative_to(SAMPLES.parent)}: {size // 1024} KiB")
    return 0


def redwood() -> Path:
    """The Redwood Trust filing as an agent printed it, and a scan of a photocopy of that."""
    filing = yaml.safe_load((SAMPLES / "redwood" / "filing.yaml").read_text(encoding="utf-8"))
    serif = _face("Liberation Serif")
    style = replace(style_for("agent2002", 30), captions=serif, fill=serif, check="underscored")
    printed = draw_form("agent2002", filing, style)
    return _write("redwood", "agent2002", printed, (Input("form4.pdf"), Input("copy.tif", "copy200bw", 5)))


def typed() -> Path:
    """A typed form of the paper era, two pages, scanned in an office."""
    style = _styled("paper1996", 20, "Liberation Sans", "Liberation Mono")
    printed = draw_form("paper1996", filing_for("paper1996", 159), style)
    return _write("typed-1996", "paper1996", printed, (Input("scan.pdf", "office200bw", 3),))


def two_owners() -> Path:
    """SEC's own page with footnotes and two reporting owners."""
    style = _styled("edgar", 7, "Liberation Sans", "Liberation Serif")
    printed = draw_form("edgar", filing_for("edgar", 41), style)
    return _write("edgar-two-owners", "edgar", printed, (Input("form4.pdf"),))


def bundle() -> Path:
    """A cover letter, three filings of three families, a power of attorney."""
    kinds: tuple[tuple[Family, int, str], ...] = (
        ("edgar", 21, "Liberation Serif"),
        ("agent2002", 22, "Liberation Serif"),
        ("paper2002", 23, "Liberation Mono"),
    )
    forms = [
        draw_form(family, filing_for(family, seed), _styled(family, seed, "Liberation Sans", fill))
        for family, seed, fill in kinds
    ]
    serif = _face("Liberation Serif")
    pages = [sheet for form in forms for sheet in form.sheets]
    sheets = (letter(COVER_LETTER, serif), *pages, letter(POWER_OF_ATTORNEY, serif))
    folder = _folder("bundle")
    (folder / "bundle.pdf").write_bytes(to_pdf(sheets))
    _write_truth(folder, "mixed", "born", ["bundle.pdf"], forms, unused_pages=[1, len(sheets)])
    return folder


def _write(name: str, family: str, printed: Printed, inputs: Sequence[Input]) -> Path:
    folder = _folder(name)
    for file in inputs:
        (folder / file.name).write_bytes(_content(printed, file))
    _write_truth(
        folder, family, inputs[0].profile, [file.name for file in inputs], [printed], unused_pages=[]
    )
    return folder


def _content(printed: Printed, file: Input) -> bytes:
    if file.profile == "born":
        return to_pdf(printed.sheets)
    scan = scanned(printed.sheets, PROFILES[file.profile], file.seed, "train", date(2000, 1, 3))
    container: Container = "tif" if file.name.endswith(".tif") else "pdf"
    return file_of(scan, container, _QUALITY)


def _write_truth(
    folder: Path,
    family: str,
    profile: str,
    inputs: list[str],
    forms: Sequence[Printed],
    unused_pages: list[int],
) -> None:
    truth = {
        "family": family,
        "profile": profile,
        "input": inputs[0],
        "inputs": inputs,
        "unused_pages": unused_pages,
        "filings": [{"cells": truth_of(form.cells)} for form in forms],
    }
    (folder / "truth.json").write_text(f"{json.dumps(truth, indent=1)}\n", encoding="utf-8")


def _styled(family: Family, seed: int, captions: str, fill: str) -> Style:
    return replace(style_for(family, seed), captions=_face(captions), fill=_face(fill))


def _face(name: str) -> Typeface:
    face = typeface(name)
    if face is None:
        raise ComponentMissing(f"{name}: the typeface is not installed; install the package fonts-liberation")
    return face


def _folder(name: str) -> Path:
    folder = SAMPLES / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


if __name__ == "__main__":
    sys.exit(main())
