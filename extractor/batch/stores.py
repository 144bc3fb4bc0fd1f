"""Wherever fsspec reaches, and what goes wrong there as the tool's own errors."""

from __future__ import annotations

import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import fsspec

from extractor.errors import Form4Error, OptionError, UnreadableInput


def faults() -> tuple[type[Exception], ...]:
    """What stores and archives raise: out of reach, no such file, no library for it, encrypted, damaged."""
    usual = (OSError, ValueError, KeyError, ImportError, RuntimeError, zipfile.BadZipFile, zlib.error)
    botocore = sys.modules.get("botocore.exceptions")
    return (*usual, botocore.BotoCoreError) if botocore else usual


def reached(url: str) -> tuple[fsspec.AbstractFileSystem, str]:
    """The file system of a path or URL, and the path in it; raises OptionError where there is none."""
    with told(url):
        files, path = fsspec.core.url_to_fs(url)
        return files, str(path)


@contextmanager
def told(url: str) -> Iterator[None]:
    """What goes wrong with a store becomes an OptionError that says so in one line."""
    try:
        yield
    except Form4Error:
        raise
    except faults() as fault:
        raise OptionError(
            f"{url} cannot be used ({_why(fault)}); check the address, and your access to it"
        ) from fault


def unreadable(name: str, url: str, fault: Exception) -> UnreadableInput:
    """The error of a document that cannot be fetched."""
    return UnreadableInput(f"{name} cannot be fetched ({_why(fault)}); check that {url} can be read")


def _why(fault: Exception) -> str:
    reason = getattr(fault, "strerror", None) or " ".join(str(fault).split())
    return reason or type(fault).__name__
