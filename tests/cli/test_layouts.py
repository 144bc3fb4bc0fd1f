"""`form4 layouts`, `explain` and `bench`."""

import json
import shutil
import sys
from pathlib import Path

import pytest

from extractor.cli import showing
from extractor.errors import LayoutError
from extractor.layout.template import load_layout
from tests.cli.command import BUNDLE, LAYOUTS, REDWOOD, SAMPLES, only_line
from tests.document.document_files import written


def test_the_list_names_every_shipped_layout(form4):
    text = form4("layouts", "list").stdout
    for path in LAYOUTS.glob("*.yaml"):
        assert path.stem in text
    assert "Table II of 16 columns" in text


def own_layout(folder, name, title):
    text = (LAYOUTS / "form4-edgar.yaml").read_text(encoding="utf-8")
    text = text.replace("name: form4-edgar", f"name: {name}", 1)
    text = text.replace("title: EDGAR's own page, 2003 to now", f"title: {title}", 1)
    folder.mkdir(exist_ok=True)
    (folder / "own.yaml").write_text(text, encoding="utf-8")
    return folder


def test_own_layouts_join_the_shipped_ones(form4, tmp_path):
    text = form4("layouts", "list", "--layout-dir", own_layout(tmp_path / "a", "form4-own", "Mine")).stdout
    assert "form4-own" in text and "form4-edgar" in text and "form4-1996" in text


def test_an_own_layout_takes_the_place_of_the_shipped_one_of_its_name(form4, tmp_path):
    text = form4("layouts", "list", "--layout-dir", own_layout(tmp_path / "a", "form4-edgar", "Mine")).stdout
    assert text.count("form4-edgar") == 1 and "Mine" in text


def test_a_folder_without_layouts_is_told(form4, tmp_path):
    done = form4("extract", REDWOOD, "--layout-dir", tmp_path)
    assert done.exit_code == 2 and ".yaml" in only_line(done.stderr)


def test_check_says_what_is_wrong_with_a_layout(form4, tmp_path):
    assert form4("layouts", "check", LAYOUTS / "form4-1996.yaml").exit_code == 0
    broken = tmp_path / "mine.yaml"
    broken.write_text("name: form4-mine\nform: '4'\ncolumn: 3\n")
    done = form4("layouts", "check", broken)
    assert done.exit_code == LayoutError.exit_code == 2
    lines = done.stderr.splitlines()
    assert all(line.startswith("mine.yaml, line ") for line in lines)
    assert {"title", "evidence", "column"} <= {line.split(": ")[1] for line in lines}


def test_the_list_prints_the_files(form4, tmp_path):
    folder = own_layout(tmp_path / "a", "form4-own", "Mine")
    files = form4("layouts", "list", "--paths", "--layout-dir", folder).stdout.split()
    assert set(map(str, LAYOUTS.glob("*.yaml"))) < {str(LAYOUTS / Path(file).name) for file in files} | set(
        files
    )
    assert all(Path(file).is_file() for file in files)


def test_explain_says_what_each_page_is_taken_for(form4):
    done = form4("layouts", "explain", BUNDLE)
    pages = [line for line in done.stdout.splitlines() if line.startswith("Page ")]
    assert done.exit_code == 0
    assert "not used  no Form 4 layout fits" in pages[0]
    assert "begins a filing  form4-edgar" in pages[1]
    assert "goes on with the filing before it  form4-agent2002" in pages[3]
    assert "text layer used" in done.stdout and "missing" in done.stdout


def test_explain_refuses_what_extract_refuses(form4, tmp_path):
    done = form4("layouts", "explain", written(tmp_path / "input.pdf", b""))
    assert done.exit_code == 3 and "empty" in only_line(done.stderr)


def test_explain_shows_the_sums_of_a_filing(form4):
    result = form4("explain", REDWOOD)
    assert result.exit_code == 0
    assert "4,884 + 409 + 707 = 6,000" in result.stdout


def test_explain_refuses_a_missing_file_as_extract_does(form4, tmp_path):
    assert form4("explain", tmp_path / "none.pdf").exit_code == 3


def test_bench_measures_a_folder_of_cases(form4, tmp_path):
    from samples.generator.cases import make_case, write_case

    write_case(make_case("edgar", "born", 4, "train"), tmp_path / "one")
    done = form4("bench", "calibration", tmp_path, "--jobs", "1", "--picture", tmp_path / "curve.png")
    assert done.exit_code == 0 and "no values were read off scans" in done.stdout
    assert not (tmp_path / "curve.png").exists()


def test_bench_without_the_generator_says_where_to_run_it(form4, monkeypatch):
    monkeypatch.setitem(sys.modules, "samples.reliability", None)
    done = form4("bench", "calibration")
    assert done.exit_code == 5 and "in a checkout" in only_line(done.stderr)


def test_show_draws_a_page_of_the_filing(form4, tmp_path):
    from PIL import Image

    out = tmp_path / "page.png"
    assert form4("layouts", "show", REDWOOD, "--out", out).exit_code == 0
    with Image.open(out) as picture:
        assert picture.width > 2000 and picture.height >= 2100
    done = form4("layouts", "show", REDWOOD, "--out", out, "--page", "9")
    assert done.exit_code == 2 and "no page 9" in only_line(done.stderr)
    done = form4("layouts", "show", REDWOOD, "--out", tmp_path / "page.jpg")
    assert done.exit_code == 2 and "page.png" in only_line(done.stderr)


def test_show_joins_a_page_to_the_filing_before_it(form4, tmp_path):
    assert form4("layouts", "show", BUNDLE, "--out", tmp_path / "4.png", "--page", "4").exit_code == 0
    assert form4("layouts", "show", BUNDLE, "--out", tmp_path / "1.png", "--page", "1").exit_code == 0


@pytest.mark.parametrize("name", ["output", "layout"])
def test_schemas_are_printed(form4, name):
    done = form4("schema", name)
    assert done.exit_code == 0
    assert json.loads(done.stdout)["$id"].startswith(f"urn:form4-extractor:{name}")


def test_a_draft_names_what_the_page_words_otherwise(form4, tmp_path):
    """Drafted from a layout that has one caption otherwise than the page."""
    folder = own_layout(tmp_path / "a", "form4-near", "Near")
    (file,) = folder.glob("*.yaml")
    there, other = "3. Date of Earliest Transaction (Month/Day/Year)", "3. Day of Earliest Deal"
    file.write_text(file.read_text("utf-8").replace(there, other))
    out = tmp_path / "draft.yaml"
    order = ("layouts", "new", SAMPLES / "edgar-two-owners" / "form4.pdf", "--like", "form4-near")
    done = form4(*order, "--layout-dir", folder, "--out", out, "--name", "form4-drafted")
    assert done.exit_code == 0
    draft = out.read_text("utf-8")
    assert draft.startswith("# A draft, like form4-near: ") and "\nname: form4-drafted\n" in draft
    assert '"3. Day of Earliest Deal" was not found' in draft
    assert form4("layouts", "check", out).exit_code == 0
    assert "is there already" in only_line(form4(*order, "--layout-dir", folder, "--out", out).stderr)


def test_a_draft_like_nothing_names_the_layouts(form4):
    done = form4("layouts", "new", REDWOOD, "--like", "form4-1066")
    assert done.exit_code == 2 and "form4-1996" in only_line(done.stderr)


@pytest.fixture
def golden(form4, tmp_path):
    """A folder with a page and what is read on it."""
    shutil.copy(REDWOOD, tmp_path)
    form4("extract", tmp_path / "form4.pdf", "--format", "json", "--out", tmp_path, "--quiet")
    return tmp_path


def test_golden_pages_are_as_expected(form4, golden):
    done = form4("layouts", "test", golden)
    assert (done.exit_code, done.stdout) == (0, "form4.pdf: as expected\n")


def test_golden_pages_say_what_differs(form4, golden):
    file = golden / "form4.json"
    content = json.loads(file.read_text("utf-8"))
    (filing,) = content["filings"]
    (period,) = [cell for cell in filing["cells"] if cell["path"] == "periodOfReport"]
    period["value"], filing["layout"] = "2009-11-18", "form4-mine"
    filing["cells"].remove(next(cell for cell in filing["cells"] if cell["path"] == "issuer/issuerName"))
    file.write_text(json.dumps(content), "utf-8")
    done = form4("layouts", "test", golden)
    assert done.exit_code == 1
    assert set(done.stdout.splitlines()) == {
        "form4.pdf, layout: form4-mine expected, form4-agent2002 read",
        "form4.pdf, periodOfReport: 2009-11-18 expected, 2009-11-19 read",
        "form4.pdf, issuer/issuerName: nothing expected, REDWOOD TRUST INC read",
    }


def test_golden_pages_without_their_json_say_how_to_write_it(form4, tmp_path):
    shutil.copy(REDWOOD, tmp_path)
    done = form4("layouts", "test", tmp_path)
    assert done.exit_code == 2 and "form4 extract" in only_line(done.stderr)
    (tmp_path / "form4.json").write_text("[]")
    done = form4("layouts", "test", tmp_path)
    assert done.exit_code == 2 and "is no JSON of form4 extract" in only_line(done.stderr)


def test_watching_draws_again_when_a_layout_changes(tmp_path, monkeypatch, capsys):
    folder = own_layout(tmp_path / "mine", "form4-own", "Mine")
    drawn = []
    monkeypatch.setattr(
        showing, "show", lambda *given: drawn.append(given) or load_layout(folder / "own.yaml")
    )
    acts = iter(
        [lambda: None, lambda: changed("name: [\n"), lambda: own_layout(folder, "form4-own", "Again")]
    )

    def changed(text):
        (folder / "own.yaml").write_text(text)

    def wait(_):
        next(acts, interrupted)()

    def interrupted():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        showing.watch(REDWOOD, tmp_path / "page.png", 1, folder, wait)
    assert len(drawn) == 3
    told = capsys.readouterr().err.splitlines()
    assert ["drawn" in line for line in told] == [True, False, True] and "own.yaml" in told[1]


def test_watching_needs_a_folder(form4, tmp_path):
    done = form4("layouts", "show", REDWOOD, "--out", tmp_path / "page.png", "--watch")
    assert done.exit_code == 2 and "--layout-dir" in only_line(done.stderr)
