"""What is written on the sheets the reader learns from."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from extractor.model.posterior import ALPHABET
from samples.reader import texts
from samples.reader.texts import text_for

MANY = 6000


@pytest.fixture(scope="module")
def written() -> list[str]:
    rng = Random(7)
    return [text_for(rng) for _ in range(MANY)]


def test_every_letter_is_one_the_reader_knows(written: list[str]) -> None:
    assert set("".join(written)) <= set(ALPHABET)


def test_every_letter_is_one_that_any_font_prints(written: list[str]) -> None:
    """The PDF base fonts hold the letters of Windows' Latin code page, and so does every other."""
    for text in written:
        text.encode("cp1252")


def test_every_letter_of_the_alphabet_is_learnt(written: list[str]) -> None:
    assert set("".join(written)) >= set(ALPHABET)


def test_a_line_has_no_idle_blanks(written: list[str]) -> None:
    assert all(text and text == " ".join(text.split()) for text in written)


def test_what_forms_hold_is_among_it(written: list[str]) -> None:
    for pattern in (r"\d{1,3},\d{3}", r"\d+/\d+/\d{2,4}", r"\(\d\)", r"\$ ?\d", r"[A-Z]{3}", r"\d \d+/\d+"):
        assert sum(re.search(pattern, text) is not None for text in written) > MANY // 200


def test_the_same_seed_writes_the_same_text(written: list[str]) -> None:
    rng = Random(7)
    assert [text_for(rng) for _ in range(200)] == written[:200]


def test_another_seed_writes_something_else(written: list[str]) -> None:
    rng = Random(8)
    assert [text_for(rng) for _ in range(20)] != written[:20]


def test_another_run_of_the_program_writes_the_same_text(written: list[str]) -> None:
    """Nothing hangs on the order of a set."""
    program = "from random import Random; from samples.reader.texts import text_for; r = Random(7)\n"
    program += "print(ascii([text_for(r) for _ in range(200)]))"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ascii(written[:200])


def test_without_a_dictionary_words_come_from_the_lexicon(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(texts, "_DICTIONARY", tmp_path / "none")
    texts._words.cache_clear()
    try:
        rng = Random(7)
        written = [text_for(rng) for _ in range(500)]
    finally:
        texts._words.cache_clear()
    assert set("".join(written)) <= set(ALPHABET)
