"""What is wrong with a layout file: all of it at once, each with its line.

Beside what the fields of a layout may hold, that is keys given twice, which YAML takes the last of, and what
cannot be: paths that no field has, header boxes that are not there, a column twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from extractor.layout.template import Column, HeaderBlock, Layout, LayoutPart, Table, forms_beside
from extractor.model.form_schema import OWNER_FIELDS, RELATIONSHIP_BOXES, RELATIONSHIP_TEXTS
from extractor.model.forms import FormSchema
from extractor.model.path import OWNER

Way = tuple[int | str, ...]
"""Where in a file: the keys and numbers that lead there."""


@dataclass(frozen=True, slots=True, order=True)
class LayoutFault:
    """Something wrong: its line from 1, where that is among the fields, and what."""

    line: int
    place: str
    words: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.place}: {self.words}"


def faults(path: Path) -> tuple[LayoutFault, ...]:
    """All that is wrong with a layout file, from its first line to its last; or why it is no YAML."""
    try:
        text = path.read_text(encoding="utf-8")
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        content = yaml.safe_load(text)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        return (_no_yaml(error),)
    found = [_fault(root, way, words) for way, words in _wrong(content, forms_beside(path))]
    return tuple(sorted({*found, *_given_twice(root)}))


def impossible(layout: Layout) -> Iterator[tuple[Way, str]]:
    """What a layout says in the right form, and what cannot be."""
    yield from _header_faults(layout)
    for number, block in enumerate(layout.arrangements):
        for words in _arrangement_faults(block, len(layout.header)):
            yield ("arrangements", number), words
    for number, table in enumerate(layout.tables):
        yield from _table_faults(table, layout.form_schema, ("tables", number))


def _wrong(content: object, forms: Mapping[str, FormSchema]) -> Iterator[tuple[Way, str]]:
    try:
        yield from impossible(Layout.model_validate(content, context=forms))
    except ValidationError as error:
        for each in error.errors():
            yield each["loc"], _plain(each["type"], str(each["loc"][-1:] and each["loc"][-1]), each["msg"])


def _plain(kind: str, name: str, message: str) -> str:
    if kind == "missing":
        return "is missing"
    if kind == "extra_forbidden":
        return f"there is no such field{_like(name, _field_names())}"
    return message.replace("Input should be", "it must be").replace("Value error, ", "")


def _field_names() -> set[str]:
    return {info.alias or name for part in _parts(LayoutPart) for name, info in part.model_fields.items()}


def _parts(model: type[LayoutPart]) -> Iterator[type[LayoutPart]]:
    for part in model.__subclasses__():
        yield part
        yield from _parts(part)


def _header_faults(layout: Layout) -> Iterator[tuple[Way, str]]:
    fields = layout.form_schema.header
    for number, box in enumerate(layout.header):
        yield from _path_faults(box.path, fields, ("header", number, "path"))
        if box.reads in ("date", "month") and not box.path:
            yield ("header", number), "a date needs a path: periodOfReport or dateOfOriginalSubmission"
    for number, check in enumerate(layout.checkboxes):
        known = RELATIONSHIP_BOXES if check.within == "relationship" else fields
        yield from _path_faults(check.path, known, ("checkboxes", number, "path"))
        yield from _path_faults(
            check.specified_by, RELATIONSHIP_TEXTS, ("checkboxes", number, "specified_by")
        )


def _arrangement_faults(block: HeaderBlock, boxes: int) -> Iterator[str]:
    for box, count in sorted(Counter(_numbers(block)).items()):
        if not 0 <= box <= boxes:
            yield f"there is no header box {box}: they are 1 to {boxes}, and 0 is an empty box"
        if box and count > 1:
            yield f"header box {box} stands in it {count} times"


def _numbers(block: HeaderBlock) -> Iterator[int]:
    if isinstance(block, int):
        yield block
    else:
        for inner in block:
            yield from _numbers(inner)


def _table_faults(table: Table, form: FormSchema, way: Way) -> Iterator[tuple[Way, str]]:
    seen: set[tuple[str, str]] = set()
    for place, column in _columns(table.columns, (*way, "columns")):
        if column.columns and column.path:
            yield (*place, "path"), "a column over sub-columns holds no value, and has no path"
        if not column.columns and not column.path:
            yield place, "a column without sub-columns needs a path"
        yield from _path_faults(column.path, _paths_of(table, form), (*place, "path"))
        if column.path and (column.path, column.means) in seen:
            yield (*place, "path"), f"{column.path} is a column of {table.name} already"
        seen.add((column.path, column.means))


def _columns(columns: Sequence[Column], way: Way) -> Iterator[tuple[Way, Column]]:
    for number, column in enumerate(columns):
        yield (*way, number), column
        yield from _columns(column.columns, (*way, number, "columns"))


def _paths_of(table: Table, form: FormSchema) -> tuple[str, ...]:
    return OWNER_FIELDS if table.rows == OWNER else form.table(table.rows).printed


def _path_faults(path: str, known: Sequence[str], way: Way) -> Iterator[tuple[Way, str]]:
    if path and path not in known:
        yield way, f"{path} is no field of this part{_like(path, known)}"


def _like(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, list(known), n=1)
    return f"; did you mean {near[0]}?" if near else ""


def _no_yaml(error: yaml.YAMLError | UnicodeDecodeError) -> LayoutFault:
    mark = getattr(error, "problem_mark", None)
    return LayoutFault(
        mark.line + 1 if mark else 1, "the file", f"is not YAML: {' '.join(str(error).split())}"
    )


def _fault(root: yaml.Node | None, way: Way, words: str) -> LayoutFault:
    return LayoutFault(_line(root, way), " / ".join(map(str, way)) or "the file", words)


def _line(node: yaml.Node | None, way: Way) -> int:
    """The line at which what the way leads to begins, or of what it would be in."""
    line = node.start_mark.line if node else 0
    for step in way:
        children = dict(_children(node))
        if step not in children:
            break
        line, node = children[step]
    return line + 1


def _children(node: yaml.Node | None) -> Iterator[tuple[Any, tuple[int, yaml.Node]]]:
    if isinstance(node, yaml.MappingNode):
        yield from ((key.value, (key.start_mark.line, child)) for key, child in node.value)
    elif isinstance(node, yaml.SequenceNode):
        yield from ((number, (child.start_mark.line, child)) for number, child in enumerate(node.value))


def _given_twice(node: yaml.Node | None, way: Way = ()) -> Iterator[LayoutFault]:
    """Keys that stand twice in one place: YAML takes the last, and says nothing."""
    seen: dict[Any, int] = {}
    for step, (line, child) in _children(node):
        if step in seen:
            place = " / ".join(map(str, (*way, step)))
            yield LayoutFault(line + 1, place, f"is given twice, first in line {seen[step] + 1}")
        seen[step] = line
        yield from _given_twice(child, (*way, step))
