"""`form4 layouts test`: a folder of pages with what must be read on them, for layouts of one's own."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from extractor.cli.console import Spinner, outcome, put
from extractor.cli.given_files import GivenFile, given_files
from extractor.errors import ExitCode, OptionError
from extractor.model.filing import Extraction
from extractor.options import Options
from extractor.pipeline import extract

Wanted = Mapping[str, str]
"""Path → value; "layout" → the layout it was read by."""
NOTHING = "nothing"


def test(folder: Path, layout_dir: Path | None) -> ExitCode:
    """Reads every page of the folder and prints what is not as its JSON has it; REVIEW where anything is.

    Raises OptionError for a page without its JSON, and what `given_files` raises.
    """
    options = Options(layout_dir=str(layout_dir.absolute()) if layout_dir else "")
    wanted = [(file, _expected(file)) for file in given_files((str(folder),))]
    codes = [ExitCode.ACCEPTED]
    for file, filings in wanted:
        name = file.origin.name
        with outcome(name, codes):
            with Spinner(name) as progress:
                read = extract(file.origin, options, on_page=progress.on_page)
            different = list(_differences(filings, _read(read)))
            put("".join(f"{name}, {each}\n" for each in different) or f"{name}: as expected\n")
            codes.append(ExitCode.REVIEW if different else ExitCode.ACCEPTED)
    return max(codes)


def _expected(file: GivenFile) -> list[Wanted]:
    """What the JSON beside a page says; raises OptionError where there is none, or it is none of form4's."""
    path = Path(str(file.origin))
    beside = path.with_suffix(".json")
    try:
        return [_values(filing) for filing in json.loads(beside.read_text(encoding="utf-8"))["filings"]]
    except FileNotFoundError:
        order = f"form4 extract {path} --format json --out {path.parent}"
        raise OptionError(
            f"{beside.name} is missing beside {path.name}; type: {order}, and correct it"
        ) from None
    except (ValueError, KeyError, TypeError) as fault:
        raise OptionError(
            f"{beside}: is no JSON of form4 extract; write it again by that ({fault})"
        ) from fault


def _values(filing: Mapping[str, Any]) -> Wanted:
    named = {"layout": str(filing["layout"])} if "layout" in filing else {}
    return named | {cell["path"]: str(cell["value"]) for cell in filing["cells"]}


def _read(extraction: Extraction) -> list[Wanted]:
    return [
        {"layout": filing.layout} | {cell.path: cell.value for cell in filing.cells}
        for filing in extraction.filings
    ]


def _differences(expected: list[Wanted], read: list[Wanted]) -> Iterator[str]:
    """One line for each value that is not as expected."""
    if len(expected) != len(read):
        yield f"filings: {len(expected)} expected, {len(read)} read"
    for number, (wanted, found) in enumerate(zip(expected, read, strict=False), 1):
        before = f"filing {number}, " if len(expected) > 1 else ""
        for path in dict.fromkeys([*wanted, *found]):
            one, other = wanted.get(path, NOTHING), found.get(path, NOTHING)
            if one != other and (path != "layout" or path in wanted):
                yield f"{before}{path}: {one} expected, {other} read"
