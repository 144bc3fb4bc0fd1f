"""The size of the files within a PDF, found without unpacking more of any than is allowed.

PDFium tells the size of a file only once it has unpacked all of it: a gigabyte, of a file of some kilobytes
that was made for it. A PDF that pdfminer cannot parse is left to PDFium, which stops at that gigabyte.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from itertools import islice

from extractor.document.pdf_parsed import Parsed, faults, parsed
from extractor.document.settings import SETTINGS


def unpacks_to_more(content: bytes, most: int) -> bool:
    """True where a file within the PDF has more than `most` bytes."""
    try:
        return any(_size(stream, most) > most for stream in _embedded(parsed(content)))
    except faults():
        return False


def _embedded(pdf: Parsed) -> Iterator[Parsed]:
    """The streams of the files in its list and on its pages, each once."""
    from pdfminer.pdftypes import PDFStream, dict_value, resolve1

    seen: set[int] = set()
    for spec in islice(_specifications(pdf), SETTINGS.attachments.most):
        if id(spec) in seen:
            continue
        seen.add(id(spec))
        for stream in map(resolve1, dict_value(dict_value(spec).get("EF") or {}).values()):
            if isinstance(stream, PDFStream) and id(stream) not in seen:
                seen.add(id(stream))
                yield stream


def _specifications(pdf: Parsed) -> Iterator[Parsed]:
    """What names the files (PDF 1.7, 7.11.3): the tree of the list, and the annotations of the pages."""
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdftypes import dict_value, list_value, resolve1

    names = dict_value(pdf.catalog.get("Names") or {})
    waiting, seen = [names.get("EmbeddedFiles") or {}], set[int]()
    while waiting:
        node = dict_value(waiting.pop())
        if id(node) not in seen:
            seen.add(id(node))
            yield from map(resolve1, list_value(node.get("Names") or [])[1::2])
            waiting += list_value(node.get("Kids") or [])
    for page in PDFPage.create_pages(pdf):
        for annotation in list_value(page.annots or []):
            if pinned := resolve1(dict_value(annotation).get("FS")):
                yield pinned


def _size(stream: Parsed, most: int) -> int:
    """The bytes of a stream unpacked; some number over `most` where it has more."""
    from pdfminer import pdftypes

    data: bytes = stream.rawdata
    if stream.decipher:
        data = stream.decipher(stream.objid, stream.genno, data, stream.attrs)
    for filter, _ in stream.get_filters():
        if filter in pdftypes.LITERALS_FLATE_DECODE:
            data = zlib.decompressobj().decompress(data, most + 1)
        elif filter in pdftypes.LITERALS_LZW_DECODE:
            data = _from_lzw(data, most)
        elif filter in pdftypes.LITERALS_RUNLENGTH_DECODE:
            data = pdftypes.rldecode(data)
        elif filter in pdftypes.LITERALS_ASCII85_DECODE:
            data = pdftypes.ascii85decode(data)
        elif filter in pdftypes.LITERALS_ASCIIHEX_DECODE:
            data = pdftypes.asciihexdecode(data)
        if len(data) > most:
            break
    return len(data)


def _from_lzw(data: bytes, most: int) -> bytes:
    from pdfminer.lzw import LZWDecoder

    out = bytearray()
    for piece in LZWDecoder(io.BytesIO(data)).run():
        out += piece
        if len(out) > most:
            break
    return bytes(out)
