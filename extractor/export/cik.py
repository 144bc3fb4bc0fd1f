"""CIK numbers, which no Form 4 prints: looked up in a table the user gives."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from extractor.errors import OptionError

UNKNOWN_CIK = "0000000000"
COLUMNS = ("symbol", "name", "cik")


@dataclass(frozen=True)
class CikTable:
    """Issuers by trading symbol, issuers and owners by name; case and punctuation do not matter."""

    by_symbol: Mapping[str, str] = field(default_factory=dict)
    by_name: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path) -> CikTable:
        """Reads a CSV file with the columns symbol, name and cik; a row may leave symbol or name empty.

        A symbol or name that stands for two numbers gives none: a guess would be wrong half the time.
        Raises OptionError, naming the line, where the table cannot be used.
        """
        entries = list(_entries(path))
        return cls(
            by_symbol=_unambiguous((_symbol_key(symbol), cik) for symbol, _, cik in entries),
            by_name=_unambiguous((_name_key(name), cik) for _, name, cik in entries),
        )

    def issuer(self, symbol: str, name: str) -> str:
        """Ten digits; `UNKNOWN_CIK` where neither the symbol nor the name is in the table."""
        return self.by_symbol.get(_symbol_key(symbol)) or self.owner(name)

    def owner(self, name: str) -> str:
        """Ten digits; `UNKNOWN_CIK` where the name is not in the table."""
        return self.by_name.get(_name_key(name), UNKNOWN_CIK)


def _entries(path: Path) -> Iterable[tuple[str, str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            _require_columns(path, [name.strip().lower() for name in reader.fieldnames or ()])
            for row in reader:
                yield _entry(path, reader.line_num, row)
    except OSError as error:
        raise OptionError(f"{path}: cannot be read ({error.strerror}); give --cik a CSV file") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise OptionError(f"{path}: is not a CSV file in UTF-8; save the table as CSV UTF-8") from error


def _require_columns(path: Path, names: list[str]) -> None:
    if missing := [column for column in COLUMNS if column not in names]:
        raise OptionError(
            f"{path}: has no column {', '.join(missing)}; its first line must be symbol,name,cik"
        )


def _entry(path: Path, line: int, row: Mapping[str | None, str | None]) -> tuple[str, str, str]:
    cells = {(key or "").strip().lower(): (value or "") for key, value in row.items() if key}
    cik = cells["cik"].strip()
    if not re.fullmatch(r"[0-9]{1,10}", cik):
        raise OptionError(f"{path}: line {line}: {cik!r} is no CIK; write one to ten digits")
    return cells["symbol"], cells["name"], cik.zfill(10)


def _unambiguous(entries: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for key, cik in entries:
        found.setdefault(key, set()).add(cik)
    return {key: ciks.pop() for key, ciks in found.items() if key and len(ciks) == 1}


def _symbol_key(symbol: str) -> str:
    """RWT for "[RWT]", "(rwt)" and "NYSE: RWT"; BRKB for "BRK.B" and "BRK-B"."""
    return re.sub(r"[\W_]", "", symbol.rpartition(":")[2]).upper()


def _name_key(name: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", re.sub(r"[.'’]", "", name)).split()).casefold()
