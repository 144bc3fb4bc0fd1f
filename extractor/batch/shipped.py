"""What form4 ships beside its code and reads with, by its hashes: weights, measured numbers, layouts."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path

from extractor.layout.model import layouts_folder

DATA = ("*.onnx", "*.json")
"""The package's files that change results and are no code."""


@cache
def shipped() -> Mapping[str, str]:
    """Name → SHA-256 of every weights file, JSON and layout that form4 ships; read once a process."""
    return {name: sha256_of(path) for name, path in _files().items()}


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's contents in hexadecimal digits; raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _files() -> dict[str, Path]:
    """The files by names that are the same in a checkout and in an installed package."""
    package, layouts = _folders()
    data = {file.relative_to(package).as_posix(): file for kind in DATA for file in package.rglob(kind)}
    return data | {f"layouts/{file.name}": file for file in layouts.glob("*.yaml")}


def _folders() -> tuple[Path, Path]:
    """The package, and the layouts that come with it."""
    return Path(str(resources.files("extractor"))), layouts_folder()
