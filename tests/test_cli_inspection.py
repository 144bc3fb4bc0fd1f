"""`form4 debug` and `form4 trace`."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extractor.cli import app, tracing
from extractor.debug.inspection import inspected
from tests.document.document_files import one_page, text_page

REDWOOD = Path(__file__).parent.parent / "samples" / "redwood" / "form4.pdf"
AMOUNT = "nonDerivativeTable/nonDerivativeTransaction[1]/transactionAmounts/transactionShares"


@pytest.fixture
def form4():
    runner = CliRunner()
    return lambda *arguments: runner.invoke(app, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def redwood():
    return inspected(REDWOOD)


@pytest.fixture
def gone_through(monkeypatch, redwood):
    """Traces of a file that was gone through already."""
    monkeypatch.setattr(tracing, "inspected", lambda *_: redwood)
    return redwood


def only_line(text):
    assert text.endswith("\n") and text.count("\n") == 1
    return text


def test_the_stages_are_written_and_never_over_anything(form4, tmp_path):
    out = tmp_path / "stages"
    done = form4("debug", REDWOOD, "--out", out, "--page", 2)
    assert done.exit_code == 0 and "14 stages and 9 pictures" in only_line(done.stderr)
    names = sorted(path.name for path in out.iterdir())
    assert names[2] == "04-text.json" and names[-1] == "p2-13-reconciled.png"
    (out / "p9-04-text.png").write_bytes(b"of an earlier run")
    (out / "mine.txt").write_text("mine")
    done = form4("debug", REDWOOD, "--out", out, "--page", 2)
    assert done.exit_code == 2 and "--force" in only_line(done.stderr)
    assert (out / "p9-04-text.png").exists()
    assert form4("debug", REDWOOD, "--out", out, "--page", 2, "--force").exit_code == 0
    assert sorted(path.name for path in out.iterdir()) == sorted([*names, "mine.txt"])


def test_a_file_that_is_no_form_leaves_the_stages_of_its_pages(form4, tmp_path):
    path, out = tmp_path / "letter.pdf", tmp_path / "stages"
    path.write_bytes(one_page(text_page("Dear Sirs, enclosed please find three Forms 4")))
    done = form4("debug", path, "--out", out)
    assert done.exit_code == 4
    assert "no Form 4 layout fits" in done.stderr
    assert (out / "p1-04-text.png").exists() and not (out / "10-cells.json").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["missing.pdf", "--out", "out"], 3, "does not exist"),
        ([REDWOOD, "--out", "out", "--page", "7"], 2, "--page 1 to 2"),
        ([REDWOOD, "--out", REDWOOD.parent, "--force"], 2, "holds the file that is read"),
    ],
)
def test_what_cannot_be_inspected_is_said_before_the_work(
    form4, tmp_path, monkeypatch, arguments, code, told
):
    monkeypatch.chdir(tmp_path)
    done = form4("debug", *arguments)
    assert done.exit_code == code and told in only_line(done.stderr)
    assert not (tmp_path / "out").exists()


def test_a_cell_s_story_goes_to_standard_output(form4, gone_through):
    done = form4("trace", REDWOOD, AMOUNT)
    assert done.exit_code == 0 and done.stderr == ""
    assert done.stdout.startswith(AMOUNT) and 'Result       "707", accepted' in done.stdout


def test_its_ink_and_all_figures_go_into_a_folder(form4, gone_through, tmp_path):
    done = form4("trace", REDWOOD, AMOUNT, "--out", tmp_path / "why")
    figures, picture = sorted((tmp_path / "why").iterdir())
    assert json.loads(figures.read_text("utf-8"))["settled"]["value"] == "707"
    assert picture.read_bytes().startswith(b"\x89PNG") and picture.name in only_line(done.stderr)


def test_all_cells_are_listed_with_their_values(form4, gone_through):
    done = form4("trace", REDWOOD, "--list")
    assert done.exit_code == 0
    assert f"{AMOUNT}  707\n" in done.stdout
    assert len(done.stdout.splitlines()) == len(gone_through.filings[0].settled.cells)


def test_a_cell_to_look_at_exits_1(form4, monkeypatch, gone_through):
    found = tracing.trace(gone_through, AMOUNT)
    doubtful = replace(found, settled=replace(found.settled, status="review", reason="hard to read"))
    monkeypatch.setattr(tracing, "trace", lambda *_: doubtful)
    done = form4("trace", REDWOOD, AMOUNT)
    assert done.exit_code == 1 and '"707", to look at' in done.stdout


@pytest.mark.parametrize(("arguments", "told"), [([], "--list"), (["issuerName"], "issuer/issuerName")])
def test_a_path_that_is_missing_or_unknown_is_a_usage_error(form4, gone_through, arguments, told):
    done = form4("trace", REDWOOD, *arguments)
    assert done.exit_code == 2 and told in only_line(done.stderr)


def test_help_shows_examples(form4):
    for command in ("debug", "trace"):
        assert f"form4 {command} scan.tif" in form4(command, "--help").stdout
