"""How two results of a stage differ, in lines for a person to read.

Text must be the same to the letter; lengths may differ by half a point and probabilities by a twentieth,
which is far more than two processors do and far less than shows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from extractor.debug.stages import SHARES, Entry, Stages

POINTS = 0.5
SHARE = 0.05
SHOWN = 4
"""Entries of a stage that are shown, and differences within an entry."""
LONGEST = 160
"""Characters shown of a value."""

Pair = tuple[Entry | None, Entry | None]
"""An entry as expected and as it came; None where there is none."""


def differences(expected: Stages, got: Stages, shown: int = SHOWN) -> list[str]:
    """Lines that tell, stage by stage, which entries differ and in what; none where all are the same."""
    lines: list[str] = []
    for stage in dict.fromkeys((*got, *expected)):
        if pairs := changed(expected.get(stage, []), got.get(stage, [])):
            lines.append(f"{stage}: {len(pairs)} different")
            lines += [f"  {line}" for pair in pairs[:shown] for line in _described(*pair)]
        if len(pairs) > shown:
            lines.append(f"  and {len(pairs) - shown} more")
    return lines


def changed(expected: Sequence[Entry], got: Sequence[Entry]) -> list[Pair]:
    """The entries that are not in both, in order; those that are much alike paired."""
    if len(expected) == len(got) and all(map(same, expected, got)):
        return []
    pairs: list[Pair] = []
    i = j = 0
    for k, m in (*_common(expected, got), (len(expected), len(got))):
        pairs += _paired(expected[i:k], got[j:m])
        i, j = k + 1, m + 1
    return pairs


def _paired(gone: Sequence[Entry], new: Sequence[Entry]) -> Iterator[Pair]:
    for entry in gone:
        kin = next((k for k, other in enumerate(new) if _alike(entry, other)), None)
        if kin is None:
            yield entry, None
        else:
            yield from ((None, other) for other in new[:kin])
            yield entry, new[kin]
            new = new[kin + 1 :]
    yield from ((None, other) for other in new)


def _alike(entry: Entry, other: Entry) -> bool:
    """True where at least half of what an entry holds is the same in the other."""
    return 2 * sum(same({key: value}, {key: other.get(key)}) for key, value in entry.items()) >= len(entry)


def _common(expected: Sequence[Entry], got: Sequence[Entry]) -> list[tuple[int, int]]:
    """The numbers of the entries that are the same in both, as many as there are in one order (longest
    common subsequence)."""
    equal = [[same(one, other) for other in got] for one in expected]
    longest = [[0] * (len(got) + 1) for _ in range(len(expected) + 1)]
    for i in reversed(range(len(expected))):
        for j in reversed(range(len(got))):
            after = longest[i + 1][j + 1] + 1 if equal[i][j] else 0
            longest[i][j] = max(after, longest[i + 1][j], longest[i][j + 1])
    return list(_walked(equal, longest))


def _walked(equal: Sequence[Sequence[bool]], longest: Sequence[Sequence[int]]) -> Iterator[tuple[int, int]]:
    i = j = 0
    while longest[i][j]:
        if equal[i][j]:
            yield i, j
            i, j = i + 1, j + 1
        elif longest[i + 1][j] == longest[i][j]:
            i += 1
        else:
            j += 1


def same(expected: object, got: object) -> bool:
    """True where two values differ by no more than they may."""
    return next(_parts(expected, got), None) is None


def _parts(
    expected: object, got: object, key: str = "", at: str = ""
) -> Iterator[tuple[str, object, object]]:
    """Where in two values what differs: the place, what was expected there, what came."""
    if isinstance(expected, Mapping) and isinstance(got, Mapping):
        for name in dict.fromkeys((*expected, *got)):
            inner = key if key in SHARES else name
            yield from _parts(expected.get(name), got.get(name), inner, f"{at}.{name}" if at else name)
    elif isinstance(expected, list) and isinstance(got, list) and len(expected) == len(got):
        for n, (one, other) in enumerate(zip(expected, got, strict=True)):
            yield from _parts(one, other, key, f"{at}[{n}]")
    elif not _near(expected, got, key):
        yield at, expected, got


def _near(expected: object, got: object, key: str) -> bool:
    """Equal, or both lengths or shares that differ little; a number that is left out is 0."""
    numbers = [0.0 if value is None else value for value in (expected, got)]
    if expected == got or not all(isinstance(number, float) for number in numbers):
        return expected == got
    # Both were rounded: the hair more is for their binary digits.
    return abs(numbers[0] - numbers[1]) <= (SHARE if key in SHARES else POINTS) + 1e-9


def _described(expected: Entry | None, got: Entry | None) -> Iterator[str]:
    if expected is None or got is None:
        yield f"{'new' if expected is None else 'gone'}: {_short(got or expected)}"
        return
    named = {k: v for k, v in expected.items() if got.get(k) == v and not isinstance(v, list | dict)}
    yield _short(named)
    parts = list(_parts(expected, got))
    yield from (f"  {at}: expected {_short(one)}, got {_short(other)}" for at, one, other in parts[:SHOWN])
    if len(parts) > SHOWN:
        yield f"  and {len(parts) - SHOWN} more"


def _short(value: object) -> str:
    text = "nothing" if value is None else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
