"""Damaged files: pages, or one of the tool's own errors, never anything else."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samples.bombs import bombs
from samples.fuzz_openers import one_input
from samples.mutants import SAMPLES, SOURCES, damaged

CONTENTS = {source: (SAMPLES / source).read_bytes() for source in SOURCES}


@settings(deadline=None, max_examples=60)
@given(source=st.sampled_from(SOURCES), seed=st.integers(min_value=0, max_value=1 << 32))
def test_a_damaged_sample_is_pages_or_an_error_of_the_tool(source, seed):
    one_input(damaged(CONTENTS[source], random.Random(seed)))


@settings(deadline=None, max_examples=30)
@given(source=st.sampled_from(SOURCES), share=st.floats(min_value=0, max_value=1))
def test_so_is_one_that_was_cut_off(source, share):
    content = CONTENTS[source]
    one_input(content[: int(share * len(content))])


@settings(deadline=None, max_examples=40)
@given(
    head=st.sampled_from([b"%PDF-1.7\n", b"II*\0", b"MM\0*", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b""]),
    rest=st.binary(),
)
def test_so_are_any_bytes_behind_any_head(head, rest):
    one_input(head + rest)


@pytest.mark.parametrize("name", ["bomb-page.tif", "bomb-pages.pdf", "bomb-loop.tif", "bomb-kids.pdf"])
def test_so_are_bombs(name):
    one_input(next(content for bomb, content in bombs() if bomb == name))
