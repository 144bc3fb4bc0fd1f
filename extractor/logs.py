"""The log: one logger a stage, `extractor.<folder>`, by the standard library.

At info each stage logs what it decided about a page or filing and how long that took, at debug the details.
Importing the package configures nothing. The command and the workers of a batch write the log to standard
error where `-v`, `-vv` or the environment variable FORM4_LOG asks for it.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from extractor.errors import OptionError

VARIABLE = "FORM4_LOG"
"""Environment variable with the level, `info` or `debug`; the workers of a batch inherit it."""
LEVELS = {"info": logging.INFO, "debug": logging.DEBUG}
FORMAT = "%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s"

_PACKAGE = logging.getLogger("extractor")
_PACKAGE.addHandler(logging.NullHandler())


def start(verbosity: int = 0) -> Callable[[], None]:
    """Writes the log to standard error, with a verbosity of 1 from info on, from 2 on from debug on.

    With 0 FORM4_LOG decides; where it is not set nothing is written. Gives a function that ends this.
    Raises OptionError where FORM4_LOG is no level.
    """
    before = os.environ.get(VARIABLE, "")
    name = ("", "info", "debug")[min(verbosity, 2)] or before
    if name not in ("", *LEVELS):
        raise OptionError(f"{VARIABLE}={name}: is no level of the log; set it to info or debug")
    if not name:
        return lambda: None
    os.environ[VARIABLE] = name
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter(FORMAT))
    _PACKAGE.addHandler(handler)
    _PACKAGE.setLevel(LEVELS[name])

    def stop() -> None:
        os.environ[VARIABLE] = before
        _PACKAGE.removeHandler(handler)
        _PACKAGE.setLevel(logging.NOTSET)

    return stop


def is_on() -> bool:
    """True where anything is logged."""
    return _PACKAGE.isEnabledFor(logging.INFO)


@contextmanager
def stage(folder: str, subject: str) -> Iterator[list[str]]:
    """Logs at info, when the block ends, the decisions added to the list and the seconds it took.

    `folder` is that of the stage's code, `subject` the page or filing: `page 2: 48 lines of text (0.03 s)`.
    """
    decisions: list[str] = []
    started = time.perf_counter()
    yield decisions
    seconds = time.perf_counter() - started
    logging.getLogger(f"extractor.{folder}").info("%s: %s (%.2f s)", subject, ", ".join(decisions), seconds)


def details(folder: str) -> Callable[..., None]:
    """The function that logs a stage's details, at debug."""
    return logging.getLogger(f"extractor.{folder}").debug
