"""Extracts folders of cases in several processes and scores what comes out."""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from extractor.errors import Form4Error, OptionError
from samples.scoring import Verdict, refused, score_case

Truth = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Measured:
    """A case with the verdicts on its cells; `refusal` is the error's message where nothing came out."""

    name: str
    family: str
    profile: str
    hand: bool
    verdicts: tuple[Verdict, ...]
    refusal: str = ""


def case_folders(folder: Path) -> list[Path]:
    """The case folders in `folder`, by name; raises OptionError where there are none."""
    found = sorted(truth.parent for truth in folder.glob("*/truth.json"))
    if not found:
        raise OptionError(f"{folder}: holds no case folders (each with a truth.json); name one that does")
    return found


def measured(cases: Sequence[Path], jobs: int, outputs: Path | None = None) -> list[Measured]:
    """Every case extracted and scored; the JSON of each goes into the folder `outputs` too, if given."""
    if outputs is not None:
        outputs.mkdir(parents=True, exist_ok=True)
    # Workers start afresh: a fork would inherit threads and the libraries' settings.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=one_thread) as pool:
        results = pool.map(partial(_measured_case, outputs=outputs), cases)
        return list(_counted(results, len(cases)))


def one_thread() -> None:
    """Keeps this process to one thread; called before the libraries are loaded."""
    os.environ["OMP_THREAD_LIMIT"] = "1"
    import cv2

    cv2.setNumThreads(1)


def _measured_case(case: Path, outputs: Path | None) -> Measured:
    truth: Truth = json.loads((case / "truth.json").read_text(encoding="utf-8"))
    try:
        output = _extracted(case / truth["input"])
    except Form4Error as error:
        return _scored(case, truth, refused(truth), str(error))
    except Exception as fault:  # noqa: BLE001 - a bug is a refusal to the user, and must not end the measurement
        return _scored(case, truth, refused(truth), f"bug: {type(fault).__name__}: {fault}")
    if outputs is not None:
        (outputs / f"{case.name}.json").write_text(output, encoding="utf-8")
    return _scored(case, truth, score_case(truth, json.loads(output)))


def _extracted(file: Path) -> str:
    from extractor import extract
    from extractor.export import to_json

    return to_json(extract(file))


def _scored(case: Path, truth: Truth, verdicts: Sequence[Verdict], refusal: str = "") -> Measured:
    hand = bool(truth.get("hand", False))
    return Measured(case.name, truth["family"], truth["profile"], hand, tuple(verdicts), refusal)


def _counted(results: Iterator[Measured], count: int) -> Iterator[Measured]:
    """The results as they come; on a terminal it is said how many there are."""
    for number, result in enumerate(results, 1):
        if sys.stderr.isatty():
            end = "\n" if number == count else ""
            print(f"\r{number} of {count} cases", end=end, file=sys.stderr, flush=True)
        yield result
