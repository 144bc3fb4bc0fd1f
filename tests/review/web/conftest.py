"""A real browser, and a person at its keyboard."""

import shutil

import pytest

CHROMIUM = shutil.which("chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="module")
def chromium():
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def sit_down(chromium):
    """Opens the page in a browser of its own; nothing may be complained of in its console."""
    complaints, contexts = [], []

    def open_page(link, name="Ann"):
        context = chromium.new_context(viewport={"width": 1280, "height": 720})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(link)
        page.wait_for_selector("#reviewer:focus")
        page.keyboard.type(name)
        page.keyboard.press("Enter")
        page.wait_for_selector("#review")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
