"""PDFium's functions that are asked thousands of times a page, called with plain addresses.

pypdfium2 makes an object of every pointer and checks the type of each: that takes longer than what PDFium
does. Here handles and the places that PDFium answers into are integers, and `Answers` holds many at once.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

import numpy as np
import pypdfium2.raw as raw
from numpy.typing import DTypeLike, NDArray

Handle: TypeAlias = int
"""The address of something of PDFium's."""
Pointer: TypeAlias = Any
"""The same as pypdfium2 has it, or one of its functions."""
CType: TypeAlias = Any
"""A type of C's."""

_ADDRESS, _INT = ctypes.c_void_p, ctypes.c_int
_FOUND = ctypes.c_size_t
"""An address as a result: 0 where there is none."""


def address_of(pointer: Pointer) -> Handle:
    """The handle of one of pypdfium2's pointers."""
    return ctypes.cast(pointer, _ADDRESS).value or 0


def pointer_to(handle: Handle) -> Pointer:
    """The object on a page at an address, as pypdfium2 takes it."""
    return ctypes.cast(handle, raw.FPDF_PAGEOBJECT)


def _plain(function: Pointer, result: CType, *arguments: CType) -> Callable[..., int]:
    # The lock of Python is kept: letting it go and taking it again would cost as much as the call.
    call: Callable[..., int] = ctypes.PYFUNCTYPE(result, *arguments)(address_of(function))
    return call


page_object = _plain(raw.FPDFPage_GetObject, _FOUND, _ADDRESS, _INT)
form_object = _plain(raw.FPDFFormObj_GetObject, _FOUND, _ADDRESS, _INT)
object_type = _plain(raw.FPDFPageObj_GetType, _INT, _ADDRESS)
object_matrix = _plain(raw.FPDFPageObj_GetMatrix, _INT, _ADDRESS, _ADDRESS)
object_bounds = _plain(raw.FPDFPageObj_GetBounds, _INT, _ADDRESS, *[_ADDRESS] * 4)
render_mode = _plain(raw.FPDFTextObj_GetTextRenderMode, _INT, _ADDRESS)
draw_mode = _plain(raw.FPDFPath_GetDrawMode, _INT, _ADDRESS, _ADDRESS, _ADDRESS)
fill_color = _plain(raw.FPDFPageObj_GetFillColor, _INT, _ADDRESS, *[_ADDRESS] * 4)
path_segments = _plain(raw.FPDFPath_CountSegments, _INT, _ADDRESS)
count_marks = _plain(raw.FPDFPageObj_CountMarks, _INT, _ADDRESS)
mark_of = _plain(raw.FPDFPageObj_GetMark, _FOUND, _ADDRESS, ctypes.c_ulong)
mark_name = _plain(raw.FPDFPageObjMark_GetName, _INT, _ADDRESS, _ADDRESS, ctypes.c_ulong, _ADDRESS)
set_active = _plain(raw.FPDFPageObj_SetIsActive, _INT, _ADDRESS, _INT)
text_font = _plain(raw.FPDFTextObj_GetFont, _FOUND, _ADDRESS)
text_object = _plain(raw.FPDFText_GetTextObject, _FOUND, _ADDRESS, _INT)
char_box = _plain(raw.FPDFText_GetCharBox, _INT, _ADDRESS, _INT, *[_ADDRESS] * 4)
loose_char_box = _plain(raw.FPDFText_GetLooseCharBox, _INT, _ADDRESS, _INT, _ADDRESS)
char_unicode = _plain(raw.FPDFText_GetUnicode, ctypes.c_uint, _ADDRESS, _INT)


def answers(
    call: Callable[..., int], handles: Sequence[Handle], kind: DTypeLike, width: int, places: int = 1
) -> NDArray[Any]:
    """What a function answers of each handle, a row of `width` values each; zeros where it refuses.

    It is given the addresses of the first `places` of a row: one of a whole structure, or one for each value.
    """
    found = np.zeros((len(handles), width), kind)
    call_each(call, handles, *(rows_of(found, place) for place in range(places)))
    return found


def call_each(call: Callable[..., int], *arguments: Iterable[int]) -> None:
    """Calls a function with the first of all arguments, with the second and so on: no loop is shorter."""
    deque(map(call, *arguments), maxlen=0)


def rows_of(found: NDArray[Any], place: int = 0) -> range:
    """The address of one place of each row, its values side by side."""
    along = found.itemsize
    down = along * found.shape[1]
    first = found.ctypes.data + along * place
    return range(first, first + down * len(found), down)
