"""What the models do not say of their JSON: keys that may be missing; how paths, values and numbers look."""

from __future__ import annotations

import inspect
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from string import Formatter
from typing import Any

from extractor.model.form_schema import (
    FIELDS,
    HEADER_FIELDS,
    HEADER_KINDS,
    OWNER_FIELDS,
    RELATIONSHIP_BOXES,
    RELATIONSHIP_TEXTS,
    SIGNATURE_FIELDS,
    Kind,
)
from extractor.model.path import FOOTNOTE, MARKS, OWNER, SIGNATURE, TABLES
from extractor.model.reason import ReasonCode
from extractor.model.reason_words import WORDS

JsonSchema = dict[str, Any]

NUMBER = r"\[[1-9][0-9]*\]"
"""Counts rows, owners and signatures from 1."""
LONE_FIELDS = (*HEADER_FIELDS, "remarks")
VALUES = {
    Kind.FORM: "[345](/A)?",
    Kind.DATE: "[0-9]{4}-[0-9]{2}-[0-9]{2}",
    Kind.MONTH_OR_DATE: "[0-9]{4}-[0-9]{2}(-[0-9]{2})?",
    Kind.DECIMAL: r"[0-9]+(\.[0-9]+)?",
    Kind.FLAG: "true|false",
    Kind.CODE: "[A-Z]",
    Kind.TIMELINESS: "[EL]",
    Kind.ACQUIRED_DISPOSED: "[AD]",
    Kind.DIRECT_INDIRECT: "[DI]",
}
"""What a value of each kind looks like in the JSON; texts are free."""
PARAMETER = {
    "anyOf": [
        {"type": "string"},
        {"type": "number"},
        {"type": "array", "items": {"type": "string"}},
    ]
}
WORDLESS = ("rule",)
"""What a sum is about beside what its words name: which rule it is of."""


def detailed_output(schema: JsonSchema) -> JsonSchema:
    """The schema of the output with what its printing changes and its paths and values look like."""
    parts = schema["$defs"]
    for part in (schema, *parts.values()):
        _all_is_printed(part)
        _leave_out_nulls(part)
    for name in ("Cell", "ReviewItem", "UnusedPage"):
        _explain(parts[name])
    _may_be_missing(parts["Source"], "attachments")
    _detail_numbers(parts)
    cell = parts["Cell"]
    cell["properties"]["path"]["pattern"] = f"^({path_pattern()})$"
    cell["allOf"] = list(_values_by_path())
    parts["ReviewItem"]["dependentRequired"] = {"page": ["bbox"], "bbox": ["page"]}
    parts["Reason"] = reason_schema()
    parts.pop("ReasonCode", None)
    return schema


def detailed_layout(schema: JsonSchema) -> JsonSchema:
    """The schema of a layout: captions that may stand alone as text, and the paths that there are."""
    parts = schema["$defs"]
    for name in ("Caption", "Evidence"):
        parts[name] = {"anyOf": [{"type": "string"}, parts[name]]}
    rows = (*(field.path for field in FIELDS), *OWNER_FIELDS)
    parts["Column"]["properties"]["path"]["enum"] = ["", *rows]
    parts["HeaderBox"]["properties"]["path"]["enum"] = ["", *HEADER_FIELDS]
    boxes = (*RELATIONSHIP_BOXES, *(name for name in HEADER_FIELDS if HEADER_KINDS.get(name) is Kind.FLAG))
    parts["CheckBox"]["properties"]["path"]["enum"] = list(boxes)
    parts["CheckBox"]["properties"]["specified_by"]["enum"] = ["", *RELATIONSHIP_TEXTS]
    return schema


def path_pattern() -> str:
    """The paths that cells may have, as a regular expression."""
    rows = (f"{_row(table)}/({_any(_columns(table))})" for table in TABLES)
    repeated = ((OWNER, OWNER_FIELDS), (SIGNATURE, SIGNATURE_FIELDS))
    others = (f"{element}{NUMBER}/({_any(fields)})" for element, fields in repeated)
    note = re.escape(FOOTNOTE) + r"\[@id='F[1-9][0-9]*'\]"
    whole = "|".join((_any(LONE_FIELDS), *rows, *others, note))
    return f"({whole})({re.escape(MARKS)})?"


def reason_schema() -> JsonSchema:
    """A reason: its code, what it is about, and its causes."""
    coded: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for code in ReasonCode:
        coded[parameters_of(code)].append(code.value)
    about = sorted({*WORDLESS, *(name for names in coded for name in names)})
    causes = {"type": "array", "items": {"$ref": "#/$defs/Reason"}, "minItems": 1}
    return {
        "type": "object",
        "description": "Why, as data; `reason` beside it says the same in words.",
        "properties": {
            "code": {"enum": [code.value for code in ReasonCode], "description": "What it is."},
            **{name: PARAMETER | {"description": "What it is about."} for name in about},
            "causes": causes | {"description": "Reasons for the reason."},
        },
        "required": ["code"],
        "additionalProperties": False,
        "allOf": [
            {"if": {"properties": {"code": {"enum": codes}}}, "then": {"required": list(names)}}
            for names, codes in sorted(coded.items())
            if names
        ],
    }


def parameters_of(code: ReasonCode) -> tuple[str, ...]:
    """The names of what a reason of this code is about."""
    words = WORDS[code]
    if isinstance(words, str):
        return tuple(sorted({name for _, name, _, _ in Formatter().parse(words) if name}))
    return tuple(sorted(inspect.signature(words).parameters))


def _explain(part: JsonSchema) -> None:
    """In words too, which are always there; as data where there are any."""
    words = {"type": "string", "description": "The same in words."}
    part["properties"] = {
        name: value
        for field, own in part["properties"].items()
        for name, value in ([("reason", words)] if field == "reasons" else []) + [(field, own)]
    }
    part["required"] = [*part["required"], "reason"]
    _may_be_missing(part, "reasons")


def _all_is_printed(part: JsonSchema) -> None:
    """What has a default when it is read is printed all the same."""
    if fields := part.get("properties"):
        part["required"] = list(fields)
        for field in fields.values():
            field.pop("default", None)


def _leave_out_nulls(part: JsonSchema) -> None:
    """What is null is not printed."""
    for name, field in part.get("properties", {}).items():
        choices = field.get("anyOf", ())
        if {"type": "null"} in choices:
            del field["anyOf"]
            field |= next(choice for choice in choices if choice != {"type": "null"})
            _may_be_missing(part, name)


def _may_be_missing(part: JsonSchema, *names: str) -> None:
    part["required"] = [name for name in part["required"] if name not in names]
    for name in names:
        if part["properties"][name].get("type") == "array":
            part["properties"][name].setdefault("minItems", 1)


def _detail_numbers(parts: JsonSchema) -> None:
    probability = {"minimum": 0, "maximum": 1}
    parts["Cell"]["properties"]["confidence"] |= probability
    parts["Alternative"]["properties"]["probability"] |= probability
    for name in ("Cell", "ReviewItem", "Unaccounted", "UnusedPage"):
        parts[name]["properties"]["page"]["minimum"] = 1
    parts["Filing"]["properties"]["pages"] |= {"items": {"type": "integer", "minimum": 1}, "minItems": 1}
    parts["Filing"]["properties"]["turns"]["items"] = {"type": "integer", "minimum": 0, "maximum": 3}
    parts["Filing"]["properties"]["form"]["pattern"] = f"^({VALUES[Kind.FORM]})$"
    parts["Source"]["properties"]["pages"]["minimum"] = 0
    parts["Source"]["properties"]["sha256"]["pattern"] = "^[0-9a-f]{64}$"


def _values_by_path() -> Iterator[JsonSchema]:
    """What a value looks like, by its path: a date, a number, a letter; empty where none was read."""
    by_kind: dict[Kind, list[str]] = defaultdict(list)
    for field in FIELDS:
        by_kind[field.kind].append(field.path)
    for name in (*LONE_FIELDS, *OWNER_FIELDS, *SIGNATURE_FIELDS):
        by_kind[HEADER_KINDS.get(name.rpartition("/")[2], Kind.TEXT)].append(name)
    by_kind[Kind.FORM].append("documentType")
    for kind, pattern in VALUES.items():
        yield _when(f"(^|/)({_any(by_kind[kind])})$", pattern)
    yield _when(f"{re.escape(MARKS)}$", "F[0-9]+( F[0-9]+)*")


def _when(path: str, value: str) -> JsonSchema:
    return {
        "if": {"properties": {"path": {"pattern": path}}},
        "then": {"properties": {"value": {"pattern": f"^({value})?$"}}},
    }


def _row(table: str) -> str:
    kind = table.removesuffix("Table")
    return f"{table}/{kind}(Transaction|Holding){NUMBER}"


def _columns(table: str) -> Sequence[str]:
    return [field.path for field in FIELDS if not (field.derivative_only and table == TABLES[0])]


def _any(texts: Iterable[str]) -> str:
    return "|".join(re.escape(text) for text in texts)
