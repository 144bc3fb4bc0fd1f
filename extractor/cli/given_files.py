"""The files that `form4 extract` is given: named, in folders, by pattern, or on standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from glob import has_magic
from itertools import count
from pathlib import Path

from extractor.batch.names import folded
from extractor.cli.console import complain, is_terminal
from extractor.document import Content, Origin, origin_of
from extractor.errors import OptionError, UnreadableInput

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class GivenFile:
    """One file to extract; `stem` names its results, no other's of the same run."""

    origin: Origin
    stem: str


def given_files(names: Iterable[str]) -> tuple[GivenFile, ...]:
    """Every file that the names stand for, once.

    Where two have a name the later ones are numbered, as in a batch (`form.json`, `form~2.json`). Raises
    UnreadableInput for what is no file here, OptionError where a pattern or "-" stands for nothing.
    """
    different = {str(_place(origin)): origin for name in names for origin in _origins(name)}
    return tuple(_named(different.values()))


def _origins(name: str) -> Iterator[Origin]:
    if name == STANDARD_INPUT:
        yield _standard_input()
    elif Path(name).is_dir() or (has_magic(name) and not Path(name).exists() and "://" not in name):
        yield from _listed(name)
    else:
        yield origin_of(name)


def _place(origin: Origin) -> Path:
    return origin.absolute() if isinstance(origin, Path) else Path(origin.name)


def _standard_input() -> Content:
    if sys.stdin is None or is_terminal(sys.stdin):
        raise OptionError("- is standard input, and nothing comes in; type: form4 extract - < FILE")
    return Content("stdin", sys.stdin.buffer.read())


def _listed(name: str) -> Iterator[Origin]:
    """The files of a folder and below it, or of a pattern; archives are for batches."""
    from extractor.batch.archives import is_archive
    from extractor.batch.inputs import Inputs

    found, archives = 0, set()
    empty = UnreadableInput(f"{name} holds no PDF and no picture; check the path")
    try:
        everything = list(Inputs([name]))
    except OptionError as nothing:
        raise (empty if Path(name).is_dir() else nothing) from None
    for listed in everything:
        if listed.archive or is_archive(listed.url):
            archives.add(listed.archive or listed.url)
        elif listed.fault:
            raise listed.fault
        else:
            found += 1
            yield Path(listed.url)
    if archives:
        complain(f"{name}: {len(archives)} archives are left out; type: form4 batch {name} --out DIR")
    if not found:
        raise empty


def _named(origins: Iterable[Origin]) -> Iterator[GivenFile]:
    taken: set[str] = set()
    for origin in origins:
        plain = Path(origin.name).stem
        numbered = (f"{plain}~{number}" if number > 1 else plain for number in count(1))
        stem = next(stem for stem in numbered if folded(stem) not in taken)
        taken.add(folded(stem))
        yield GivenFile(origin, stem)
