"""The command in this process, and an extraction for it that is done already."""

import pytest
from typer.testing import CliRunner

from extractor.cli import app, extraction
from tests.cli.command import REDWOOD


@pytest.fixture
def form4():
    """Runs the command in this process; its output is no terminal."""
    runner = CliRunner()
    return lambda *arguments: runner.invoke(app, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def redwood():
    return extraction.extract(REDWOOD)


@pytest.fixture
def extracted(monkeypatch, redwood):
    """The command with an extraction that is done already; `extracted(fault)` makes it raise."""

    def without_work(*_, **__):
        return redwood

    def raising(fault):
        def extract(*_, **__):
            raise fault

        monkeypatch.setattr(extraction, "extract", extract)

    monkeypatch.setattr(extraction, "extract", without_work)
    return raising
