"""Layouts: what a form looks like, written as data a careful clerk could write (`layouts/*.yaml`)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from typing_extensions import TypeAliasType

from extractor.errors import LayoutError, OptionError
from extractor.layout.settings import SETTINGS

ValueType = Literal[
    "text",
    "date",
    "code",
    "early",
    "shares",
    "price",
    "acquired-disposed",
    "direct-indirect",
    "name-and-address",
    "mark",
]
Block = TypeAliasType("Block", "int | tuple[Block, ...]")
"""A header box by its number, or blocks set beside each other whose own blocks stand one below the other."""
Reads = Literal["name-and-address", "issuer-and-symbol", "date", "month", "relationship", "nothing"]


class LayoutPart(BaseModel):
    """Base of the parts: nothing unknown may stand in a layout file."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Evidence(LayoutPart):
    """A caption that speaks for, or against, the layout."""

    caption: str
    weight: float = Field(default=1.0, gt=0)


class HeaderBox(LayoutPart):
    """A captioned box of the header and how its content reads.

    `alternatives` (in YAML: `or`) are other wordings; `below` are captions that stand under the values.
    """

    caption: str
    reads: Reads
    path: str = ""
    alternatives: tuple[str, ...] = Field(default=(), alias="or")
    below: tuple[str, ...] = ()


class CheckBox(LayoutPart):
    """A box to check; `within` names the kind of header box it stands in."""

    caption: str
    path: str
    within: Reads | None = None
    specified_by: str = ""


class Column(LayoutPart):
    """A column: either a value (`path`, `type`) or a caption over sub-columns.

    `means` is the A/D code a number in this sub-column stands for (Table II, column 5).
    """

    caption: str
    path: str = ""
    type: ValueType = "text"
    means: Literal["A", "D", ""] = ""
    columns: tuple[Column, ...] = ()

    def leaves(self) -> Iterator[Column]:
        """The columns that hold values, from the left."""
        if not self.columns:
            yield self
        for column in self.columns:
            yield from column.leaves()


class Table(LayoutPart):
    """A table: the element its rows belong to and its columns in order."""

    name: str
    heading: str
    rows: Literal["nonDerivativeTable", "derivativeTable", "reportingOwner"]
    columns: tuple[Column, ...] = Field(min_length=2)

    @property
    def leaves(self) -> tuple[Column, ...]:
        """The columns that hold values, from the left."""
        return tuple(leaf for column in self.columns for leaf in column.leaves())


class Layout(LayoutPart):
    """One edition of the form.

    `arrangements` are the ways rules part the header boxes, each a nest of their numbers in `header` (0: an
    empty box): blocks from the left, the blocks of each from the top, those of these from the left again.
    """

    name: str
    title: str
    form: Literal["4"]
    balances: Literal["following-transaction", "end-of-month"]
    evidence: tuple[Evidence, ...] = Field(min_length=1)
    against: tuple[Evidence, ...] = ()
    header: tuple[HeaderBox, ...]
    arrangements: tuple[Block, ...] = ()
    checkboxes: tuple[CheckBox, ...] = ()
    tables: tuple[Table, ...]
    footnotes: str
    remarks: str
    continued: str = ""
    signature: str
    signature_date: str
    furniture: tuple[str, ...] = ()

    @property
    def marks(self) -> tuple[str, ...]:
        """What the form prints outside header and tables, and long enough to stand nowhere else."""
        wordings = (self.continued, self.footnotes, self.signature, *self.furniture)
        return tuple(wording for wording in wordings if len(wording) > SETTINGS.template.telling_wording)

    @property
    def captions(self) -> tuple[str, ...]:
        """Everything the form itself prints outside its tables' heads."""
        items = [c for box in self.header for c in (box.caption, *box.alternatives)]
        checks = [box.caption for box in self.checkboxes]
        own = [self.footnotes, self.remarks, self.continued, self.signature]
        return tuple(c for c in (*items, *checks, *own, *self.furniture) if c)


def load_layout(path: Path) -> Layout:
    """The layout in a YAML file; raises LayoutError naming the file and the first thing wrong with it."""
    try:
        return Layout.model_validate(yaml.load(path.read_text(encoding="utf-8"), Loader=_loader()))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        place = " ".join(str(error).split())
        raise LayoutError(
            f"{path.name} is not YAML: {place}; mend the file and run the command again"
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = " / ".join(str(part) for part in first["loc"]) or "the file"
        raise LayoutError(
            f"{path.name}: {where}: {first['msg']}; compare it with a layout that `form4 layouts list` names"
        ) from error


@cache
def shipped_layouts() -> tuple[Layout, ...]:
    """The layouts that come with the tool, by name."""
    folder = layouts_folder()
    return tuple(load_layout(path) for path in sorted(folder.glob("*.yaml")))


def layouts_folder() -> Path:
    """`layouts/` beside the package in a checkout, inside it in a wheel."""
    inside = Path(str(resources.files("extractor"))) / "layouts"
    return inside if inside.is_dir() else inside.parent.parent / "layouts"


def _loader() -> type[yaml.SafeLoader]:
    """The C loader where PyYAML was built with it: four layouts load in 10 ms instead of 80."""
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def all_layouts(folder: Path | None = None) -> tuple[Layout, ...]:
    """The layouts in `folder` (*.yaml) and the shipped ones; one of the same name takes its place.

    Raises LayoutError for a layout that is wrong, OptionError for a folder without any.
    """
    if folder is None:
        return shipped_layouts()
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise OptionError(f"{folder}: holds no layout; put a file that ends in .yaml there")
    own = tuple(load_layout(path) for path in paths)
    names = {layout.name for layout in own}
    return own + tuple(layout for layout in shipped_layouts() if layout.name not in names)
