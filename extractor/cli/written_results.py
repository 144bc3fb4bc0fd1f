"""The results of `form4 extract`: on standard output one after another, or as files that replace none."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from extractor import export
from extractor.cli.console import is_terminal, put, put_rich
from extractor.cli.given_files import GivenFile
from extractor.document import Origin
from extractor.errors import OptionError
from extractor.model.filing import Extraction


class Printer:
    """Prints extractions in one format: several as JSON one a line, as CSV under one line of names."""

    def __init__(self, format: str, ciks: export.CikTable | None, several: bool) -> None:
        self._format, self._ciks, self._several = format, ciks, several
        self._begun = False

    def put(self, extraction: Extraction) -> None:
        """Prints one extraction."""
        if self._format == "table" and is_terminal(sys.stdout):
            put_rich(export.to_table(extraction))
        else:
            put(self._content(extraction))
        self._begun = True

    def _content(self, extraction: Extraction) -> str | bytes:
        if self._several and self._format == "json":
            return export.to_json(extraction, indent=None)
        content = export.render(extraction, self._format, self._ciks)
        if self._begun and self._format in export.CSV_TABLES and isinstance(content, str):
            return content.partition("\n")[2]
        return content


def write(origin: Origin, folder: Path | None, files: Mapping[Path, bytes], *, force: bool) -> None:
    """Writes all files, or none; raises OptionError where one is there already, unless `force`."""
    if isinstance(origin, Path):
        _refuse_the_input(origin, files)
    if not force:
        refuse_existing(files)
    if folder:
        export.make_folder(folder)
    export.atomic_write_all(files)


def expected(folder: Path, given: Sequence[GivenFile], formats: Sequence[str]) -> Iterator[Path]:
    """The files that will be written, as far as their names are known before the work."""
    for file in given:
        for format in formats:
            yield folder / f"{file.stem}.{export.ending_of(format)}"
            if format == "xml":
                yield folder / f"{file.stem}-1.xml"


def refuse_existing(targets: Iterable[Path]) -> None:
    """Raises OptionError where an output is there already."""
    there = [target for target in targets if target.exists()]
    if there:
        more = f" and {len(there) - 1} more are" if len(there) > 1 else " is"
        raise OptionError(f"{there[0]}{more} there already; give --force to replace, or another name")


def _refuse_the_input(source: Path, targets: Iterable[Path]) -> None:
    """Raises OptionError where an output would overwrite the input."""
    for target in targets:
        if target.exists() and target.samefile(source):
            raise OptionError(f"{target}: is the file that was read; name another for the output")


def summary(extraction: Extraction, files: Iterable[Path]) -> str:
    """One line that says what was found and written."""
    filings = extraction.filings
    cells = [cell for filing in filings for cell in filing.cells]
    looks = sum(len(filing.review) for filing in filings)
    written = ", ".join(str(path) for path in files)
    found = f"{len(filings)} filing{'s' * (len(filings) != 1)}, {len(cells)} cells, {looks} places to look at"
    return f"{extraction.source.name}: {found}; wrote {written}"
