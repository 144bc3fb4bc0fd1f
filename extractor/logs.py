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
    before = os.environ.get(VARIABLE)
    name = ("", "info", "debug")[min(verbosity, 2)] or before or ""
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
        if before is None:
            del os.environ[VARIABLE]
        else:
            os.environ[VARIABLE] = before
        _PACKAGE.removeHandler(handler)
        _PACKAGE.setLevel(logging.NOTSET)

    return stop


def is_on() -> bool:
    """True where anything is logged."""
    return _PACKAGE.isEnabledFor(logging.INFO)


@contextmanager
def stage(folder: str, subject: str) -> Iterator[Callable[[str], None]]:
    """Logs at info, at the end of the block, what was decided in it and the seconds it took.

    `folder` is that of the stage's code, `subject` the page or filing. The block gets a function to call with
    its decisions: `page 2: 48 lines of the text layer (0.03 s)`.
    """
    decisions: list[str] = []
    started = time.perf_counter()
    yield decisions.append
    seconds = time.perf_counter() - started
    logging.getLogger(f"extractor.{folder}").info("%s: %s (%.2f s)", subject, ", ".join(decisions), seconds)
