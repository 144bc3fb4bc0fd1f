"""The forms this tool reads, as data (`layouts/forms/*.yaml`): what documents, header, tables and rows each
has, what a filing must hold, and how long after its day it is due.

A layout names its form; whatever has to know one form from another asks here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

AMENDED = "/A"
"""What is written behind a form's number on an amendment."""


class FormPart(BaseModel):
    """Base of the parts: a form's file may hold nothing unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class RowSchema(FormPart):
    """What rows of one kind hold: `told` are the fields by which such a row is told whole, `too` what every
    one has besides. A footnote may stand in place of any but a letter."""

    told: tuple[str, ...]
    too: tuple[str, ...] = ()


class TableSchema(FormPart):
    """One of a form's tables: its element, its columns as printed from the left, the kinds of its rows."""

    element: str
    printed: tuple[str, ...]
    transaction: RowSchema | None = None
    holding: RowSchema | None = None

    def required(self, *, holding: bool) -> tuple[str, ...]:
        """The fields by which a row of either kind is told whole; none of a kind the table does not have."""
        own = self.holding if holding else self.transaction
        return own.told if own else ()

    def expected(self, *, holding: bool, left_blank: Collection[str] = ()) -> tuple[str, ...]:
        """All fields a row of either kind has, but for those that such a transaction may leave blank."""
        kind = self.holding if holding else self.transaction
        own = dict.fromkeys((*kind.told, *kind.too)) if kind else {}
        return tuple(name for name in own if holding or name not in left_blank)


class Due(FormPart):
    """When a form is due: so many days after the day in its header, of the calendar or of business."""

    days: int
    counted: Literal["calendar", "business"] = "calendar"


class FormSchema(FormPart):
    """A form: `form` is its number, as documents have it, `header` the fields of its header, `owner` those of
    each reporting person, below its element.

    `required` are the paths of what every filing has outside the tables; where the field `nothing` is true,
    the filing says that no table has a row.
    """

    form: str = Field(min_length=1)
    name: str
    about: str = ""
    due: Due | None = None
    nothing: str = ""
    header: tuple[str, ...]
    owner: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    tables: tuple[TableSchema, ...]

    @property
    def documents(self) -> tuple[str, str]:
        """What the original and its amendments are called: `4` and `4/A`."""
        return self.form, self.form + AMENDED

    @property
    def has_transactions(self) -> bool:
        """True where a table reports transactions."""
        return any(table.transaction for table in self.tables)

    def table(self, element: str) -> TableSchema:
        """The table of an element; one without columns where the form has none such."""
        own = (table for table in self.tables if table.element == element)
        return next(own, TableSchema(element=element, printed=()))


def form_of(document: str) -> str:
    """The form of a document: `4` of `4/A`."""
    return document.removesuffix(AMENDED)


def schema_of(document: str) -> FormSchema:
    """The schema of a form or a document that comes with the tool; Form 4's columns, of which nothing is
    required, where it is known to the user's own layouts alone."""
    form = form_of(document)
    return shipped_forms().get(form) or _unknown(form)


@cache
def _unknown(form: str) -> FormSchema:
    widest = shipped_forms()["4"]
    tables = tuple(TableSchema(element=table.element, printed=table.printed) for table in widest.tables)
    return FormSchema(form=form or "4", name=f"Form {form}", header=widest.header, tables=tables)


@cache
def shipped_forms() -> Mapping[str, FormSchema]:
    """The forms that come with the tool, by number."""
    return forms_in(layouts_folder() / "forms")


def forms_in(folder: Path) -> Mapping[str, FormSchema]:
    """The forms that the YAML files of a folder describe, by number; none where there is no such folder."""
    read = TypeAdapter(FormSchema)
    found = [read.validate_python(yaml_of(path)) for path in sorted(folder.glob("*.yaml"))]
    return {schema.form: schema for schema in found}


def layouts_folder() -> Path:
    """`layouts/` beside the package in a checkout, inside it in a wheel."""
    inside = Path(str(resources.files("extractor"))) / "layouts"
    return inside if inside.is_dir() else inside.parent.parent / "layouts"


def yaml_of(path: Path) -> object:
    """What a YAML file says."""
    import yaml

    # The C loader where PyYAML was built with it: four layouts load in 10 ms instead of 80.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
