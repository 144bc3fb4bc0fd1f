"""Lines of like width together: a batch is as wide as its widest line, and the rest of it is waste."""

from __future__ import annotations

from collections.abc import Sequence


def batches(widths: Sequence[int], pixels: int) -> list[list[int]]:
    """The places of the lines in `widths`, narrow ones first, as many a batch as `pixels` of width hold."""
    found: list[list[int]] = []
    for k in sorted(range(len(widths)), key=lambda k: widths[k]):
        if found and (len(found[-1]) + 1) * widths[k] <= pixels:
            found[-1].append(k)
        else:
            found.append([k])
    return found
