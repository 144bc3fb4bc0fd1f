"""The commands that a document shows, as one script for bash.

Blocks fenced as `sh` and `python` are run in the order of the page, in one folder. A comment before a block
says why it is not: `<!-- not run: … -->` nowhere, `<!-- on a bare machine only: … -->` in `.ci/walk` alone,
`<!-- needs: pandas, … -->` in the tests, where those can be imported.
`python tests/user/documented.py PAGE` prints the script for a bare machine.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

BLOCK = re.compile(
    r"(?:^<!-- (?P<mark>not run|on a bare machine only|needs): (?P<why>.+?) -->\n)?"
    r"^```(?P<language>sh|python)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
END_OF_PYTHON = "END-OF-THE-BLOCK"


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its line in the page, from 1, the mark before it ("" for none) and what that says."""

    line: int
    language: str
    text: str
    mark: str
    why: str

    def runs(self, *, bare: bool) -> bool:
        """Whether it is run, on a bare machine or in the tests."""
        match self.mark:
            case "not run":
                return False
            case "on a bare machine only":
                return bare
            case "needs":
                return not bare and all(find_spec(name) for name in self.why.split(", "))
        return True


def blocks(page: str) -> Iterator[Block]:
    """The blocks of a page's text."""
    for found in BLOCK.finditer(page):
        line = page.count("\n", 0, found.start("language")) + 1
        yield Block(line, found["language"], found["text"], found["mark"] or "", found["why"] or "")


def script(page: Path, *, bare: bool = False) -> str:
    """All that runs, for `bash -e`; before each block its place goes to standard error."""
    lines = ["set -e"]
    for block in blocks(page.read_text(encoding="utf-8")):
        if block.runs(bare=bare):
            lines += [f"echo '== {page.name}, line {block.line}' >&2", _for_bash(block)]
    return "\n".join(lines) + "\n"


def _for_bash(block: Block) -> str:
    if block.language == "sh":
        return block.text
    return f"python - <<'{END_OF_PYTHON}'\n{block.text}{END_OF_PYTHON}"


if __name__ == "__main__":
    print(script(Path(sys.argv[1]), bare=True), end="")
