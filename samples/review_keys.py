"""Random keys on the review page: `python -m samples.review_keys CASES RESULTS [--keys 10000]`.

A browser gets keys at any speed, as Linux and as a Mac send them: values of the filings, commands, slips.
What is stored must be what the model of the keys says was meant (samples.key_model).
"""

from __future__ import annotations

import argparse
import random
import shutil
import tempfile
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from extractor.review.decisions import LoadedResult
from extractor.review.schema import opened
from extractor.review.service import ReviewService
from extractor.review.web.server import ServerAddress, serve
from samples.key_model import KeyModel, Stroke

NAME = "Ann"
LATE = 60.0
"""Seconds after which a page that still waits is broken."""
PAUSES = (0.0, 0.0, 0.03, 0.03, 0.2)
"""Seconds between keys: as fast as they come, a quick typist's, a slow one's."""
OPTION = dict(zip("bifurw123456789", "∫ˆƒ¨®∑¡™£¢∞§¶•ª", strict=True))
"""What Option makes of a key on a Mac."""
MAC = "Object.defineProperty(navigator, 'platform', {get: () => 'MacIntel'})"
EDITS = ("Backspace", "Delete", "ArrowLeft", "ArrowRight", "ArrowDown", "ArrowUp", "Escape", "F2")
ENDS = ("Home", "End")
"""In a long text they mean its lines as they are broken on the screen, which the model has not."""
LETTERS = "abFIJS10789.,-$ /"


class Typist:
    """Draws what is pressed next; of a Mac, the keys of a Mac."""

    def __init__(self, dice: random.Random, model: KeyModel, words: Sequence[str], is_mac: bool) -> None:
        self._dice, self._model, self._words = dice, model, words
        self._digit = "Meta" if is_mac else "Control"

    def strokes(self) -> list[Stroke]:
        """A few keys that belong together."""
        dice, kind = self._dice, self._dice.random()
        if kind < 0.25:
            return [Stroke("Enter", stays_down=dice.random() < 0.1)]
        if kind < 0.5:
            return [
                *map(Stroke, dice.choice(self._words)),
                *([Stroke("Enter")] if dice.random() < 0.7 else []),
            ]
        if kind < 0.65:
            return [Stroke(dice.choice(LETTERS))]
        if kind < 0.8:
            long = bool(self._model.boxes) and self._model.box.is_long
            return [Stroke(dice.choice(EDITS if long else EDITS + ENDS))]
        return self._command()

    def _command(self) -> list[Stroke]:
        dice = self._dice
        # In what is being typed it takes back letters, as the browser does it.
        undo = "u" if self._model.boxes and self._model.box.typing else "z"
        return dice.choice(
            (
                [Stroke("Tab")],
                [Stroke("Tab", "Shift")],
                [Stroke(dice.choice("123"), "Alt")],
                [Stroke(dice.choice("123"), self._digit)],
                [Stroke(dice.choice("bif"), "Alt")],
                [Stroke(undo, self._digit if undo == "z" else "Alt")],
                [Stroke("u", "Alt"), Stroke("r", "Alt")],
                [Stroke("w", "Alt"), *map(Stroke, "poor copy"), Stroke(dice.choice(("Enter", "Escape")))],
            )
        )


@dataclass
class Window:
    """A browser's page under keys."""

    page: Page
    is_mac: bool
    _devtools: Any = None
    last: deque[Stroke] = field(default_factory=lambda: deque(maxlen=40))

    def press(self, stroke: Stroke) -> None:
        """A key, down and up."""
        self.last.append(stroke)
        if self.is_mac and stroke.held == "Alt":
            self._option(stroke.name)
            return
        if stroke.stays_down:
            self.page.keyboard.down(stroke.name)
        self.page.keyboard.press(f"{stroke.held}+{stroke.name}" if stroke.held else stroke.name)

    def _option(self, name: str) -> None:
        """Option with a letter writes a sign there."""
        self._devtools = self._devtools or self.page.context.new_cdp_session(self.page)
        code = f"Digit{name}" if name.isdigit() else f"Key{name.upper()}"
        sign = OPTION[name]
        own = {"key": sign, "code": code, "modifiers": 1, "windowsVirtualKeyCode": ord(name.upper())}
        self._devtools.send("Input.dispatchKeyEvent", {"type": "keyDown", "text": sign, **own})
        self._devtools.send("Input.dispatchKeyEvent", {"type": "keyUp", **own})

    def rest(self) -> None:
        """Waits until the page has used every key."""
        until = time.monotonic() + LATE
        while self.page.evaluate("waiting || kept.length > 0"):
            if time.monotonic() > until:
                raise AssertionError(f"the page still waits after {self.told()}")
            time.sleep(0.005)

    def values(self) -> list[str]:
        """What stands in the boxes."""
        found: list[str] = self.page.evaluate("fields().map((field) => field.value)")
        return found

    def told(self) -> str:
        """The last keys, for a message."""
        return " ".join(f"{s.held}+{s.name}".strip("+") + ("…" if s.stays_down else "") for s in self.last)


@dataclass(frozen=True)
class Desk:
    """A page that is served, its service, and the model beside it with a store of its own."""

    service: ReviewService
    link: str
    model: KeyModel


def desk(folder: Path, results: Sequence[LoadedResult]) -> Desk:
    """The results served, and once more for the model."""
    own, other = (ReviewService(opened(f"sqlite:///{folder / name}.sqlite")) for name in ("page", "model"))
    own.add(results)
    other.add(results)
    link: Queue[str] = Queue()
    address = ServerAddress("127.0.0.1", 0, "")
    threading.Thread(target=serve, args=(own, address, link.put), daemon=True).start()
    return Desk(own, link.get(timeout=LATE), KeyModel(other, NAME))


@contextmanager
def window(browser: Browser, link: str, is_mac: bool) -> Iterator[Window]:
    """A browser in which the reviewer has come in."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    if is_mac:
        context.add_init_script(MAC)
    page = context.new_page()
    page.goto(link)
    page.fill("#reviewer", NAME)
    page.keyboard.press("Enter")
    page.wait_for_selector("#review")
    yield Window(page, is_mac)
    context.close()


def press_randomly(own: Window, at: Desk, keys: int, dice: random.Random) -> int:
    """Presses so many keys, or until nothing is asked any more; gives how many. AssertionError where the page
    shows or stores another thing than the model."""
    model, words = at.model, _words(at.service)
    typist, pressed = Typist(dice, model, words, own.is_mac), 0
    own.rest()
    while pressed < keys and model.unit is not None:
        pause = dice.choice(PAUSES)
        for stroke in typist.strokes():
            if model.unit is None or _opens_page(model, stroke):
                continue
            _press(own, model, stroke)
            pressed += 1
            time.sleep(pause)
        if dice.random() < 0.1:
            _compare(own, at)
    _compare(own, at)
    return pressed


def _opens_page(model: KeyModel, stroke: Stroke) -> bool:
    """Space beside a value that is not typed shows the page, over which keys mean nothing."""
    in_box = model.boxes and model.typed_why is None and model.tick is None
    empty = bool(in_box) and not model.box.text
    return stroke == Stroke(" ") and (model.is_rows or (bool(in_box) and (not model.box.typing or empty)))


def _press(own: Window, model: KeyModel, stroke: Stroke) -> None:
    """The key here and there. Keys after one that is refused come to nothing while the page waits for the
    answer, and are text afterwards: a person waits there too."""
    if stroke.name == "Enter" and not any(box.text.strip() for box in model.boxes):
        own.rest()
    if model.ticked and not any(model.ticked):
        own.rest()
    model.press(stroke)
    own.press(stroke)
    if model.refused or model.unit is None or model.is_rows:
        own.rest()


def _compare(own: Window, at: Desk) -> None:
    own.rest()
    shown, meant = own.values(), [box.text for box in at.model.boxes]
    assert shown == meant, f"{shown} is shown, {meant} was meant, after {own.told()}"
    stored, meant_log = (
        [(d.path, d.action, d.after, d.why) for d in service.log()]
        for service in (at.service, at.model.service)
    )
    assert stored == meant_log, f"stored {_difference(stored, meant_log)} after {own.told()}"


def _difference(stored: Sequence[object], meant: Sequence[object]) -> str:
    pairs = enumerate(zip(stored, meant, strict=False))
    at = next((k for k, (one, other) in pairs if one != other), min(len(stored), len(meant)))
    return f"{stored[at : at + 3]}, meant {meant[at : at + 3]}"


def _words(service: ReviewService) -> list[str]:
    """Short values of the filings."""
    filings = [service.filing(number).filing for number, _ in service.filings()[:20]]
    return sorted({cell.value for own in filings for cell in own.cells if 0 < len(cell.value) < 30})


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    from samples.review_bench import results_of

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=Path, help="a folder of cases")
    parser.add_argument("results", type=Path, help="their results: case-name.json")
    parser.add_argument("--keys", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    results = list(results_of(options.cases, options.results))
    print(keys_line(results, options.keys, options.seed))


def keys_line(results: Sequence[LoadedResult], keys: int, seed: int = 1) -> str:
    """Presses random keys, half of them as a Mac sends them, and says what came of it."""
    pressed = decided = sitting = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        while pressed < keys:
            with tempfile.TemporaryDirectory() as folder:
                own = desk(Path(folder), results)
                with window(browser, own.link, is_mac=sitting % 2 == 1) as at:
                    dice = random.Random(f"{seed} {sitting}")
                    pressed += press_randomly(at, own, min(keys - pressed, 1 + keys // 4), dice)
                decided += len(own.service.log())
            sitting += 1
        browser.close()
    return f"{pressed} random keys in {sitting} sittings: {decided} lines of the log, each as it was meant"


if __name__ == "__main__":
    main()
