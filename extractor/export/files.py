"""Writes output files so that each appears whole or not at all."""

from __future__ import annotations

import logging
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from extractor.errors import OptionError

LOG = logging.getLogger("extractor.export")


def atomic_write(path: Path, content: bytes) -> None:
    """Writes `content` to `path`, replacing what was there in one step.

    Raises OptionError where the folder is missing or may not be written to.
    """
    atomic_write_all({path: content})


def atomic_write_all(contents: Mapping[Path, bytes]) -> None:
    """Writes every file beside its place first, and moves them there when all are complete."""
    complete: dict[Path, Path] = {}
    try:
        for path, content in contents.items():
            _refuse_special(path)
            complete[path] = _beside(path)
            _write(complete[path], content)
        for path, temporary in complete.items():
            temporary.replace(path)
            LOG.info("%s: written, %d bytes", path, len(contents[path]))
    except OSError as error:
        reason = error.strerror or str(error)
        raise OptionError(f"{path}: cannot be written ({reason}); name a folder you may write to") from error
    finally:
        for temporary in complete.values():
            temporary.unlink(missing_ok=True)


def make_folder(path: Path) -> None:
    """Makes the folder and those above it; raises OptionError where that cannot be."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OptionError(f"{path}: is no folder and cannot be made; name another for --out") from error


def _refuse_special(path: Path) -> None:
    """Renaming a file over a device such as /dev/stdout would replace the device itself."""
    if path.exists() and not path.is_file():
        raise OptionError(f"{path}: is not a regular file; name a file to write")


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")


def _write(path: Path, content: bytes) -> None:
    # Mode "x" creates with the user's umask; mkstemp's 0600 would survive the rename.
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
