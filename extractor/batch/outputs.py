"""What a document leaves in the output folder: its JSON, and each of its filings as EDGAR's XML."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.batch.output_store import OutputStore
from extractor.batch.tasks import Entry, Listed
from extractor.export import to_json
from extractor.model.filing import Extraction

JSON, XML = "json", "xml"


def write_outputs(store: OutputStore, stem: str, json: bytes, xml: Sequence[bytes]) -> None:
    """The files of a document whose outputs are named `stem`; none where nothing came of it.

    The JSON comes last: where it is, the others are.
    """
    if not json:
        return
    for name, content in zip(_xml_names(stem, len(xml)), xml, strict=True):
        store.write(name, content)
    store.write(_json_name(stem), json)


def for_copy(store: OutputStore, entry: Entry, document: Listed) -> tuple[bytes, tuple[bytes, ...]]:
    """The outputs of a document with the contents of one that is done."""
    if not entry.is_extracted:
        return b"", ()
    xml = tuple(store.read(name) for name in _xml_names(entry.stem, entry.tally.filings))
    return to_json(document.told_of(result_of(store, entry))).encode(), xml


def result_of(store: OutputStore, entry: Entry) -> Extraction:
    """The result of a document that is done."""
    return Extraction.model_validate_json(store.read(_json_name(entry.stem)))


def _json_name(stem: str) -> str:
    return f"{JSON}/{stem}.json"


def _xml_names(stem: str, count: int) -> list[str]:
    """A file a filing, numbered where there are several."""
    if count == 1:
        return [f"{XML}/{stem}.xml"]
    return [f"{XML}/{stem}-{number}.xml" for number in range(1, count + 1)]
