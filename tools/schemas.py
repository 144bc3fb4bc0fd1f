"""Writes the JSON Schemas that are shipped, of the output and of layouts, from the models:

    python -m tools.schemas

`form4 schema` prints them. What a field means is read from the docstring below it.
"""

from __future__ import annotations

import ast
import inspect
import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from extractor.export.json_schema import SCHEMAS, schema_file
from extractor.layout import template
from extractor.model import filing
from extractor.model.filing import SchemaVersion
from tools.schema_details import detailed_layout, detailed_output

JsonSchema = dict[str, Any]


class PlainFields(GenerateJsonSchema):
    """The fields of a model as they are, also where it is serialized by a function of its own."""

    def ser_schema(self, schema: Any) -> None:  # noqa: ANN401 - pydantic's own type is a union of forty
        """No serializer changes the fields; what each adds is in `schema_details`."""


def output_schema() -> JsonSchema:
    """The schema of what `form4 extract --format json` prints."""
    made = filing.Extraction.model_json_schema(mode="serialization", schema_generator=PlainFields)
    return _finished(detailed_output(made), filing, f"output:{get_args(SchemaVersion)[-1]}")


def layout_schema() -> JsonSchema:
    """The schema of a layout, which is YAML."""
    made = template.Layout.model_json_schema(mode="validation", schema_generator=PlainFields)
    return _finished(detailed_layout(made), template, "layout")


MAKERS: Mapping[str, Callable[[], JsonSchema]] = {"output": output_schema, "layout": layout_schema}


def text_of(schema: JsonSchema) -> str:
    """The schema as it is kept."""
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def _finished(schema: JsonSchema, module: ModuleType, name: str) -> JsonSchema:
    """The schema with its name, and each field with what its model says of it."""
    for title, part in [(schema["title"], schema), *schema["$defs"].items()]:
        documented = described(module, title)
        for field, own in part.get("properties", {}).items():
            own.pop("title", None)
            if field in documented:
                own["description"] = documented[field]
    named = {"$schema": GenerateJsonSchema.schema_dialect, "$id": f"urn:form4-extractor:{name}"}
    return named | schema


def described(module: ModuleType, name: str) -> Mapping[str, str]:
    """Field, by its JSON name → what the docstring below it says; those of a model's bases too."""
    model = getattr(module, name, None)
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        return {}
    found: dict[str, str] = {}
    for one in reversed(model.__mro__):
        found |= dict(_docstrings(module).get(one.__name__, ()))
    aliases = {field: info.alias or field for field, info in model.model_fields.items()}
    return {aliases.get(field, field): text for field, text in found.items()}


@cache
def _docstrings(module: ModuleType) -> Mapping[str, tuple[tuple[str, str], ...]]:
    tree = ast.parse(inspect.getsource(module))
    return {node.name: tuple(_of_fields(node)) for node in tree.body if isinstance(node, ast.ClassDef)}


def _of_fields(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for field, after in zip(node.body, node.body[1:], strict=False):
        below = after.value if isinstance(after, ast.Expr) else None
        if isinstance(field, ast.AnnAssign) and isinstance(below, ast.Constant):
            yield ast.unparse(field.target), " ".join(str(below.value).split())


def main(files: Callable[[str], Path] = schema_file) -> None:
    """Writes each schema into its file."""
    for name in SCHEMAS:
        files(name).write_text(text_of(MAKERS[name]()), encoding="utf-8")


if __name__ == "__main__":
    main()
