"""The same objects as PDF files of many kinds: streams of objects, updates, passwords, damage."""

from __future__ import annotations

import io
import re
import struct
import zlib

import pypdfium2 as pdfium
from reportlab.lib import pdfencrypt

from tests.document.document_files import stream
from tests.document.pdf_sheets import Objects

_FILE_ID = b"0123456789abcdef"
_MAY_ALL = -4


def _row(start: int) -> bytes:
    return b"%010d 00000 n \n" % start


def _written(numbered: list[tuple[int, bytes]], start: int) -> tuple[bytes, dict[int, int]]:
    """Objects as they stand in a file from `start` on, and where each is."""
    out, starts = b"", {}
    for number, body in numbered:
        starts[number] = start + len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    return out, starts


def in_object_streams(objects: Objects) -> bytes:
    """All but streams packed into a stream, with a table that is one, too (PDF 1.5)."""
    numbered = list(enumerate(objects.bodies, 1))
    packed = [(number, body) for number, body in numbered if not body.endswith(b"endstream")]
    plain = [(number, body) for number, body in numbered if body.endswith(b"endstream")]
    holder, table = len(numbered) + 1, len(numbered) + 2
    at, index = 0, b""
    for number, body in packed:
        index += b"%d %d " % (number, at)
        at += len(body) + 1
    content = zlib.compress(index + b"\n".join(body for _, body in packed))
    head = b"/Type /ObjStm /N %d /First %d /Filter /FlateDecode" % (len(packed), len(index))
    out, starts = _written([*plain, (holder, stream(head, content))], 9)
    out = b"%PDF-1.5\n" + out
    rows = [struct.pack(">BIH", 0, 0, 65535)] + [b""] * table
    for number, start in (starts | {table: len(out)}).items():
        rows[number] = struct.pack(">BIH", 1, start, 0)
    for place, (number, _) in enumerate(packed):
        rows[number] = struct.pack(">BIH", 2, holder, place)
    entries = b"/Type /XRef /Size %d /W [1 4 2] /Root %d 0 R /Filter /FlateDecode" % (table + 1, objects.root)
    body = stream(entries, zlib.compress(b"".join(rows)))
    return out + b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (table, body, len(out))


def updated(objects: Objects) -> bytes:
    """First saved with an empty page, which an update at the end of the file replaces."""
    bodies = list(objects.bodies)
    page = bodies[objects.page - 1]
    bodies[objects.page - 1] = re.sub(rb"/Contents \[.*?\]", b"", page)
    before = Objects(tuple(bodies), objects.root, objects.page).file()
    added, starts = _written([(objects.page, page)], len(before))
    last = int(re.findall(rb"startxref\n(\d+)", before)[-1])
    table = b"xref\n%d 1\n%s" % (objects.page, _row(starts[objects.page]))
    end = b"trailer\n<< /Size %d /Root %d 0 R /Prev %d >>\n" % (len(bodies) + 1, objects.root, last)
    return before + added + table + end + b"startxref\n%d\n%%%%EOF\n" % (len(before) + len(added))


def linearized(objects: Objects) -> bytes:
    """The catalog and the page first, with a table of their own, as for viewing from a slow line."""
    first = _linearized(objects, b"", 0, 0)
    return _linearized(objects, b"", len(first), first.rindex(b"xref\n0 "))


def _linearized(objects: Objects, out: bytes, length: int, main_table: int) -> bytes:
    size, head = len(objects.bodies) + 2, b"%PDF-1.4\n"
    mark = b"<< /Linearized 1 /L %010d /H [0 0] /O %d /E %010d /N 1 /T %010d >>" % (
        length,
        objects.page,
        length,
        main_table,
    )
    out, starts = _written([(size - 1, mark)], len(head))
    numbers = sorted((objects.root, objects.page))
    rest = [number for number in range(1, size - 1) if number not in numbers]
    trailer = b"trailer\n<< /Size %d /Root %d 0 R /Prev %010d >>\n" % (size, objects.root, main_table)
    tail = trailer + b"startxref\n0\n%%EOF\n"
    width = len(b"xref\n") + sum(len(b"%d 1\n" % number) + 20 for number in (*numbers, size - 1)) + len(tail)
    table_at = len(head) + len(out)
    body, more = _written(
        [(number, objects.bodies[number - 1]) for number in (*numbers, *rest)], table_at + width
    )
    starts |= more
    table = b"xref\n" + b"".join(b"%d 1\n%s" % (one, _row(starts[one])) for one in (*numbers, size - 1))
    main = b"xref\n0 1\n0000000000 65535 f \n" + b"".join(b"%d 1\n%s" % (n, _row(starts[n])) for n in rest)
    end = b"trailer\n<< /Size %d >>\nstartxref\n%d\n%%%%EOF\n" % (size, table_at)
    return head + out + table + tail + body + main + end


def encrypted(objects: Objects) -> bytes:
    """Under the owner's password alone: anyone may read it, but its streams are enciphered (RC4)."""
    owner = pdfencrypt.computeO("", "secret", 2)
    key = pdfencrypt.encryptionkey("", owner, _MAY_ALL, _FILE_ID, 2)
    user = pdfencrypt.computeU(key, revision=2, documentId=_FILE_ID)
    bodies = tuple(_enciphered(body, number, key) for number, body in enumerate(objects.bodies, 1))
    lock = b"<< /Filter /Standard /V 1 /R 2 /P %d /O <%s> /U <%s> >>" % (
        _MAY_ALL,
        _bytes(owner).hex().encode(),
        _bytes(user).hex().encode(),
    )
    plain = Objects((*bodies, lock), objects.root, objects.page).file()
    file_id = b"<%s>" % _FILE_ID.hex().encode()
    more = b"/Encrypt %d 0 R /ID [%s %s] /Root" % (len(bodies) + 1, file_id, file_id)
    at = plain.rindex(b"/Root")
    return plain[:at] + more + plain[at + 5 :]


def _enciphered(body: bytes, number: int, key: bytes) -> bytes:
    if not body.endswith(b"endstream"):
        return body
    head, _, data = body.partition(b"stream\n")
    data = data[: int(re.search(rb"/Length (\d+)", head)[1])]
    return head + b"stream\n" + _bytes(pdfencrypt.encodePDF(key, number, 0, data, 2)) + b"\nendstream"


def _bytes(text: bytes | str) -> bytes:
    return text if isinstance(text, bytes) else text.encode("latin-1")


def saved_anew(objects: Objects) -> bytes:
    """As PDFium writes it."""
    buffer = io.BytesIO()
    with pdfium.PdfDocument(objects.file()) as document:
        document.save(buffer)
    return buffer.getvalue()


def after_a_mail_header(objects: Objects) -> bytes:
    return b"Content-Type: application/pdf\r\n\r\n" + objects.file()


def before_other_bytes(objects: Objects) -> bytes:
    return objects.file() + bytes(700) + b"--boundary--"


def table_shifted(objects: Objects) -> bytes:
    """Every place in the table is wrong, as after a change of line ends."""
    return objects.file().replace(b"%PDF-1.7\n", b"%PDF-1.7\r\n%\r\n", 1)


def table_misplaced(objects: Objects) -> bytes:
    return re.sub(rb"startxref\n\d+", b"startxref\n7", objects.file())


def table_left_out(objects: Objects) -> bytes:
    head, _, table = objects.file().rpartition(b"xref\n0 ")
    return head + table[table.index(b"trailer") :]


def table_garbled(objects: Objects) -> bytes:
    head, mark, table = objects.file().rpartition(b"xref\n0 ")
    return head + mark + re.sub(rb"\d{10} 00000 n", b"00000000?? 00000 n", table)
