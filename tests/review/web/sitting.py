"""What a person at the keyboard of the review page does."""

import time

from tests.review.results import BALANCE, ROW, SHARES, TITLE, cell, filing, sale

SECOND, SECOND_LEFT = f"{ROW}[2]/{SHARES}", f"{ROW}[2]/{BALANCE}"


def press(page, *keys):
    """Keys, the last of which brings another item."""
    before = page.get_attribute("#review article", "data-item")
    for key in keys:
        page.keyboard.press(key)
    page.wait_for_selector(f'#review article:not([data-item="{before}"]), .finished')


def at(page, service, path):
    """Shows the item of a path."""
    number = next(item.number for item in service.items_of(1) if item.path == path)
    page.goto(page.url.partition("/item")[0].partition("/next")[0] + f"/item/{number}")
    page.wait_for_selector("#review article")


def doubtful(count):
    """A filing of so many doubtful titles."""
    rows = [sale(n, "400", "1600") for n in range(1, count + 1)]
    own = [
        cell(f"{ROW}[{n}]/{TITLE}", f"Stock {n}", 0.6, (f"Stack {n}",), row=n % 20)
        for n in range(1, count + 1)
    ]
    kept = [c for row in rows for c in row if not c.path.endswith(TITLE)]
    return filing(*own, *kept)


def typed(page, text):
    """Keys as fast as they come, however long the page takes."""
    for key in text:
        page.keyboard.press("Enter" if key == "\n" else key)


def settled(page, here, count):
    """Waits until so many decisions are recorded, and no key is left to use."""
    deadline = time.monotonic() + 120
    while len(here.service.log()) < count and time.monotonic() < deadline:
        page.wait_for_timeout(20)
    page.wait_for_timeout(200)
    return [(decision.action, decision.after) for decision in here.service.log()]
