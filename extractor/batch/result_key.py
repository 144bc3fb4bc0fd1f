"""The key of a result: everything besides the document that changes it.

These are the version of the code, the options, the OCR engines, constraints of other packages, and the hashes
of weights, measured numbers, vocabularies and layouts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from importlib import resources
from importlib.metadata import entry_points
from pathlib import Path

from extractor import __version__
from extractor.model.forms import layouts_folder
from extractor.ocr.engine import installed_engines
from extractor.options import Options
from extractor.reconcile.rules import GROUP

DATA = ("*.onnx", "*.json", "*.npz", "*.png", "*.yaml")
"""The data files of the package that change results."""


def result_key(options: Options) -> str:
    """The same for the same code, shipped data, engines, options, own layouts and CIK table.

    Raises OSError where a layout or the table cannot be read.
    """
    folder = Path(options.layout_dir)
    own = folder.rglob("*.yaml") if options.layout_dir else ()
    parts = asdict(options) | {
        "version": __version__,
        "shipped": shipped(),
        "engines": {engine.name: engine.version for engine in installed_engines()},
        "constraints": constraints(),
        "layout_dir": {file.relative_to(folder).as_posix(): sha256_of(file) for file in own},
        "cik": sha256_of(Path(options.cik)) if options.cik else "",
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]


@cache
def shipped() -> Mapping[str, str]:
    """Name → SHA-256 of every weights file, JSON and layout that form4 ships; read once a process."""
    return {name: sha256_of(path) for name, path in _files().items()}


def constraints() -> Mapping[str, str]:
    """The constraints that other packages register, each with the version of its package."""
    found = entry_points(group=GROUP)
    return {f"{entry.name} = {entry.value}": entry.dist.version if entry.dist else "" for entry in found}


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's contents in hexadecimal digits; raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digest_of(path: Path) -> str:
    """The same; "" where the file cannot be read: opening it will give the reason."""
    try:
        return sha256_of(path) if path.is_file() else ""
    except OSError:
        return ""


def _files() -> dict[str, Path]:
    """The files by names that are the same in a checkout and in an installed package."""
    package, layouts = _folders()
    data = {file.relative_to(package).as_posix(): file for kind in DATA for file in package.rglob(kind)}
    yamls = {f"layouts/{file.relative_to(layouts).as_posix()}": file for file in layouts.rglob("*.yaml")}
    return data | yamls


def _folders() -> tuple[Path, Path]:
    """The package, and the layouts that come with it."""
    return Path(str(resources.files("extractor"))), layouts_folder()
