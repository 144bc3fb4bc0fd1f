"""What only the kernels of Linux and macOS do for a worker, and what stands for it elsewhere.

The one place that imports modules of Unix alone. Elsewhere threads keep the time: what hangs in a library
that never lets go of Python's lock is not stopped there; and no memory limit is kept.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

try:
    import fcntl
    import resource
except ImportError:  # Windows
    fcntl = resource = None  # type: ignore[assignment]

DOCUMENT_TOO_LONG, PAGE_TOO_LONG = 78, 79
"""Exit codes of a worker whose document, or page, took too long where no kernel stops it."""
OVER_TIME = {code for code in (-getattr(signal, "SIGALRM", 0), DOCUMENT_TOO_LONG) if code}
"""Exit codes of a worker whose document took too long."""
OVER_PAGE_TIME = {code for code in (-getattr(signal, "SIGPROF", 0), PAGE_TOO_LONG) if code}
KILLED = {-getattr(signal, "SIGKILL", signal.SIGTERM), -signal.SIGTERM, signal.SIGTERM.value}
"""Exit codes of a worker that was killed from outside; after a SIGTERM it exits with that number."""
WATCH = 0.2
"""Seconds between two looks at the clock where a thread keeps the time."""
HAS_TIMERS = hasattr(signal, "setitimer")


def limit_memory(most: int) -> None:
    """Has this process fail to take more bytes than `most` of data, where the kernel knows such limits."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def is_free(lock: int) -> bool:
    """True where no other process held the lock on an open file; it is held from now on."""
    try:
        if fcntl is not None:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            _lock_a_byte(lock)
    except OSError:
        return False
    return True


def _lock_a_byte(lock: int) -> None:
    """As Windows locks files; raises OSError where another process holds it."""
    try:
        import msvcrt
    except ImportError:
        return  # neither system: folders that are left stay
    locking = msvcrt.locking  # type: ignore[attr-defined]
    locking(lock, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]


def is_own(file: Path) -> bool:
    """True for a file of this user; always where users have no numbers, as others' are out of reach."""
    return not hasattr(os, "geteuid") or file.lstat().st_uid == os.geteuid()


class Deadline:
    """Ends this process once time is over, by a timer that no library keeps from that.

    Of seconds on the clock, `of_work` of seconds of a core. It ends by SIGALRM or SIGPROF, and where these
    are not, with the exit code that stands for them.
    """

    def __init__(self, *, of_work: bool) -> None:
        self._of_work = of_work
        self._end: float | None = None
        self._watch: threading.Thread | None = None
        if HAS_TIMERS:
            signal.signal(signal.SIGPROF if of_work else signal.SIGALRM, signal.SIG_DFL)

    def allow(self, seconds: float) -> None:
        """So many from now; none before count."""
        if HAS_TIMERS:
            signal.setitimer(signal.ITIMER_PROF if self._of_work else signal.ITIMER_REAL, seconds)
            return
        self._end = self._now() + seconds
        if self._watch is None:
            self._watch = threading.Thread(target=self._look, daemon=True)
            self._watch.start()

    def stop(self) -> None:
        """No end any more."""
        if HAS_TIMERS:
            self.allow(0)
        self._end, self._watch = None, None

    def _now(self) -> float:
        return time.process_time() if self._of_work else time.monotonic()

    def _look(self) -> None:
        while self._watch is threading.current_thread():
            if self._end is not None and self._now() >= self._end:
                os._exit(PAGE_TOO_LONG if self._of_work else DOCUMENT_TOO_LONG)
            time.sleep(WATCH)
