"""Layouts: what editions of the form look like, as data a careful clerk could write (`layouts/*.yaml`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError
from typing_extensions import TypeAliasType

from extractor.errors import LayoutError, OptionError
from extractor.layout.settings import SETTINGS
from extractor.model.forms import FormSchema, forms_in, layouts_folder, shipped_forms, yaml_of

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
HeaderBlock = TypeAliasType("HeaderBlock", "int | tuple[HeaderBlock, ...]")
"""A header box by its number, or blocks beside each other whose own blocks are one below the other."""
Balances = Literal["following-transaction", "end-of-month", "end-of-year"]
"""What a form's balances are: what is owned after each transaction, or at the end of what it reports."""
Reads = Literal["name-and-address", "issuer-and-symbol", "date", "month", "relationship", "nothing"]


class LayoutPart(BaseModel):
    """Base of the parts: a layout file may hold nothing unknown."""

    # What checks a part is built with that of the whole it is in, and not by itself.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Caption(LayoutPart):
    """What the form prints; `alternatives` (in YAML: `or`) are other wordings of the same meaning.

    In YAML a caption with one wording may stand alone, as text.
    """

    caption: str
    """As the form prints it."""
    alternatives: tuple[str, ...] = Field(default=(), alias="or")
    """Other wordings of the same meaning."""

    @model_validator(mode="before")
    @classmethod
    def _of_text(cls, data: object) -> object:
        return {"caption": data} if isinstance(data, str) else data

    @property
    def wordings(self) -> tuple[str, ...]:
        """All its wordings, the layout's own first."""
        return (self.caption, *self.alternatives)


class Evidence(Caption):
    """A caption that speaks for, or against, the layout."""

    weight: float = Field(default=1.0, gt=0)
    """How much it says; 1 unless given. Distinctive captions weigh more."""


class HeaderBox(Caption):
    """A captioned box of the header and how its content is read; `below` are captions under the values."""

    reads: Reads
    """What its answer is."""
    path: str = ""
    """The answer's element in EDGAR's XML, where `reads` does not say it."""
    below: tuple[str, ...] = ()
    """Captions under the answer: (Last), (First)."""


class CheckBox(Caption):
    """A box to check; `within` names the kind of header box it is in."""

    path: str
    """The element of the box."""
    within: Reads | None = None
    """The kind of header box it is in."""
    specified_by: str = ""
    """The element of the text that says more of it."""


class PrintedStatement(Caption):
    """A sentence that is printed only where what it says is so: then the value at `path` is true."""

    path: str
    """The element that is true then."""


class Column(Caption):
    """A column: either a value (`path`, `type`) or a caption over sub-columns.

    `means` is the A/D code a number in this sub-column stands for (Table II, column 5); an `optional` column
    is not on every print.
    """

    path: str = ""
    """The value's element in EDGAR's XML, below the row; none over sub-columns."""
    type: ValueType = "text"
    """What its values are."""
    means: Literal["A", "D", ""] = ""
    """The A/D code that a number in this sub-column stands for."""
    optional: bool = False
    """True for a column that not every print has."""
    columns: tuple[Column, ...] = ()
    """Its sub-columns, from the left."""

    def leaves(self) -> Iterator[Column]:
        """The columns that hold values, from the left."""
        if not self.columns:
            yield self
        for column in self.columns:
            yield from column.leaves()


class Table(LayoutPart):
    """A table: the element its rows belong to and its columns in order."""

    name: str
    """As people call it: Table I."""
    heading: Caption
    """The caption above it."""
    rows: Literal["nonDerivativeTable", "derivativeTable", "reportingOwner"]
    """The element its rows belong to."""
    columns: tuple[Column, ...] = Field(min_length=2)
    """From the left."""

    @property
    def leaves(self) -> tuple[Column, ...]:
        """The columns that hold values, from the left."""
        return tuple(leaf for column in self.columns for leaf in column.leaves())

    def wordings_over(self, column: Column) -> list[str]:
        """The wordings of one of its own columns and of the caption over it and others."""
        # Told by identity: comparing columns goes through all their fields.
        over = [parent for parent in self.columns if any(own is column for own in parent.columns)]
        return [wording for caption in (column, *over) for wording in caption.wordings]


class Layout(LayoutPart):
    """One edition of the form.

    `arrangements` are the ways ruling lines divide the header boxes, each a nest of their numbers in `header`
    (0: an empty box): blocks from the left, the blocks of each from the top, those of these from the left
    again. `match` is how its captions are compared: by their wording, or by what their words mean. `filed`
    is how: EDGAR takes no transaction without a price, paper does. `form` names what `form_schema` describes.
    """

    name: str
    """The layout's own, and that of its file."""
    title: str
    """What edition it is, in words."""
    form: str
    """The number of the form."""
    balances: Balances | None = None
    """What Table I's balances say."""
    filed: Literal["electronically", "on-paper"] = "electronically"
    """EDGAR takes no transaction without a price, paper does."""
    evidence: tuple[Evidence, ...] = Field(min_length=1)
    """Captions of this edition, by which it is told."""
    against: tuple[Evidence, ...] = ()
    """Captions that only other forms or editions print."""
    header: tuple[HeaderBox, ...]
    """The captioned boxes, numbered from 1 in their order here."""
    arrangements: tuple[HeaderBlock, ...] = ()
    """The ways ruling lines divide the header boxes: their numbers, nested from the left, from the top and
    so on; 0 is an empty box."""
    checkboxes: tuple[CheckBox, ...] = ()
    """The boxes to check."""
    statements: tuple[PrintedStatement, ...] = ()
    """Sentences that are printed only where what they say is so."""
    tables: tuple[Table, ...]
    """Table I, Table II and, where the edition has one, the table of reporting owners."""
    footnotes: Caption
    """The heading of the footnotes."""
    remarks: Caption
    """The heading of the remarks."""
    continued: str = ""
    """What later pages of the form say."""
    signature: Caption
    """The caption below the signature."""
    signature_date: Caption
    """The caption below its date."""
    furniture: tuple[str, ...] = ()
    """What else the form prints."""
    match: Literal["wording", "meaning"] = "wording"
    """How captions are compared: by their wording, or by what their words mean."""
    _schema: FormSchema = PrivateAttr()

    @model_validator(mode="after")
    def _statements_are_print(self) -> Layout:
        """What the form says itself is no filer's answer."""
        said = tuple(wording for own in self.statements for wording in own.wordings)
        more = tuple(wording for wording in said if wording not in self.furniture)
        if more:
            object.__setattr__(self, "furniture", (*self.furniture, *more))
        return self

    @field_validator("form")
    @classmethod
    def _known(cls, form: str, info: ValidationInfo) -> str:
        known = info.context or shipped_forms()
        if form not in known:
            raise PydanticCustomError(
                "form",
                "there is no form {form}; one of {known}, or describe it in forms/{form}.yaml",
                {"form": form, "known": ", ".join(known)},
            )
        return form

    def model_post_init(self, context: Mapping[str, FormSchema] | None, /) -> None:
        self._schema = (context or shipped_forms())[self.form]

    @property
    def form_schema(self) -> FormSchema:
        """What the form holds, whatever its print."""
        return self._schema

    @property
    def marks(self) -> tuple[str, ...]:
        """What the form prints outside header and tables, and long enough to be nothing else."""
        wordings = (self.continued, *self.footnotes.wordings, *self.signature.wordings, *self.furniture)
        return tuple(wording for wording in wordings if len(wording) > SETTINGS.template.telling_wording)

    @property
    def captions(self) -> tuple[str, ...]:
        """Everything the form itself prints outside its tables' heads."""
        printed = (*self.header, *self.checkboxes, self.footnotes, self.remarks, self.signature)
        wordings = [wording for caption in printed for wording in caption.wordings]
        return tuple(c for c in (*wordings, self.continued, *self.furniture) if c)


class WordMeanings(LayoutPart):
    """How prints write the words of captions: other spellings by word, and words that say nothing."""

    same: dict[str, tuple[str, ...]]
    left_out: tuple[str, ...] = Field(alias="left out")

    @property
    def known(self) -> dict[str, str]:
        """What each spelling is compared as."""
        spelled = {other: word for word, others in self.same.items() for other in (word, *others)}
        return spelled | dict.fromkeys(self.left_out, "")


class OtherForm(LayoutPart):
    """A form of the SEC's that a page may be which no layout fits: its name, what it is about, its titles and
    the shorter ones that count where they are alone on a line."""

    form: str
    about: str
    titles: tuple[str, ...]
    alone: tuple[str, ...] = ()

    @property
    def is_read(self) -> bool:
        """True for a form that is read in other prints."""
        return any(self.form == known.name for known in shipped_forms().values())


class OtherPages(LayoutPart):
    """What lines of other pages begin with that lie with a form, those of other forms, and lines of pages
    that go on with one."""

    other: tuple[str, ...]
    forms: tuple[OtherForm, ...]
    continued: tuple[str, ...]

    @property
    def titles(self) -> tuple[str, ...]:
        """All that such pages begin a line with."""
        return (*self.other, *(title for form in self.forms for title in form.titles))


def forms_beside(path: Path) -> Mapping[str, FormSchema]:
    """The forms that the layout in a file may be of: the tool's, and those in `forms/` beside the file."""
    beside = path.parent / "forms"
    known = shipped_forms()
    return known if beside == layouts_folder() / "forms" else {**known, **forms_in(beside)}


def load_layout(path: Path) -> Layout:
    """The layout in a YAML file; raises LayoutError naming the file and the first thing wrong with it."""
    from extractor.layout.layout_faults import faults, impossible

    try:
        layout = Layout.model_validate(yaml_of(path), context=forms_beside(path))
    except (yaml.YAMLError, UnicodeDecodeError, ValidationError):
        layout = None
    if layout and not any(impossible(layout)):
        return layout
    raise LayoutError(f"{path.name}, {faults(path)[0]}; `form4 layouts check {path}` says all that is wrong")


@cache
def shipped_meanings() -> WordMeanings:
    """The words that come with the tool (`layouts/generic/words.yaml`)."""
    return WordMeanings.model_validate(yaml_of(layouts_folder() / "generic" / "words.yaml"))


@cache
def other_pages() -> OtherPages:
    """What tells the pages of a form from others (`layouts/generic/pages.yaml`)."""
    return OtherPages.model_validate(yaml_of(layouts_folder() / "generic" / "pages.yaml"))


@cache
def shipped_wordings() -> tuple[str, ...]:
    """What SEC's forms print beside the captions of a layout (`layouts/generic/wordings.yaml`)."""
    read = yaml_of(layouts_folder() / "generic" / "wordings.yaml")
    return TypeAdapter(tuple[str, ...]).validate_python(read)


@cache
def generic_layout() -> Layout:
    """The form as any print has it, for pages that no layout fits (`layouts/generic/form4.yaml`)."""
    return load_layout(layouts_folder() / "generic" / "form4.yaml")


@cache
def shipped_layouts() -> tuple[Layout, ...]:
    """The layouts that come with the tool, by name."""
    folder = layouts_folder()
    return tuple(load_layout(path) for path in sorted(folder.glob("*.yaml")))


def all_layouts(folder: Path | None = None) -> tuple[Layout, ...]:
    """The layouts in `folder` (*.yaml) and the shipped ones; one of the same name replaces a shipped one.

    Raises LayoutError for a layout that is wrong, OptionError for a folder without any.
    """
    if folder is None:
        return shipped_layouts()
    own = tuple(load_layout(path) for path in own_files(folder))
    names = {layout.name for layout in own}
    return own + tuple(layout for layout in shipped_layouts() if layout.name not in names)


def own_files(folder: Path) -> list[Path]:
    """The layout files in a folder; raises OptionError where there is none."""
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise OptionError(f"{folder}: holds no layout; put a file that ends in .yaml there")
    return paths


def layout_files(folder: Path | None = None) -> dict[str, Path]:
    """Name → file of every layout, as in `all_layouts`."""
    own = {load_layout(path).name: path for path in own_files(folder)} if folder else {}
    shipped = {path.stem: path for path in layouts_folder().glob("*.yaml")}
    return shipped | own
