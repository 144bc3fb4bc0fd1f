"""The `form4` command: what goes to which stream, and the exit codes of the contract."""

import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extractor.cli import Format, app, extraction, streams
from extractor.cli.progress import Progress
from extractor.document import Limits
from extractor.errors import ComponentMissing, LayoutError
from extractor.export import FORMATS
from tests.document.document_files import letter, one_page, text_page, written

SAMPLES = Path(__file__).parent.parent / "samples"
REDWOOD = SAMPLES / "redwood" / "form4.pdf"
BUNDLE = SAMPLES / "bundle" / "bundle.pdf"
LAYOUTS = Path(__file__).parent.parent / "layouts"
COMMAND = [sys.executable, "-c", "from extractor.cli import main; main()"]


@pytest.fixture
def form4():
    """Runs the command in this process; its output is no terminal."""
    runner = CliRunner()
    return lambda *arguments: runner.invoke(app, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def redwood():
    return extraction.extract(REDWOOD)


@pytest.fixture
def road(monkeypatch, redwood):
    """The command with a road that is finished already; `road(fault)` makes it raise."""

    def without_work(*_, **__):
        return redwood

    def raising(fault):
        def extract(*_, **__):
            raise fault

        monkeypatch.setattr(extraction, "extract", extract)

    monkeypatch.setattr(extraction, "extract", without_work)
    return raising


def process(*arguments, **options):
    return subprocess.run([*COMMAND, *map(str, arguments)], capture_output=True, check=False, **options)


def only_line(text):
    assert text.count("\n") == 1 and text.endswith("\n"), text
    return text


# The whole command, as a process.


def test_help_is_quick_and_loads_nothing_heavy():
    heavy = "{'cv2', 'onnxruntime', 'numpy', 'pydantic', 'lxml', 'rich', 'PIL'}"
    program = (
        "import sys\nfrom extractor.cli import main\ntry: main()\n"
        f"finally: print(sorted({heavy} & set(sys.modules)))"
    )
    seconds = []
    for _ in range(3):
        started = time.perf_counter()
        command = [sys.executable, "-c", program, "--help"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        seconds.append(time.perf_counter() - started)
    assert done.stdout.splitlines()[-1] == "[]"
    assert "extract" in done.stdout
    assert min(seconds) < 0.6  # 0.3 on a quiet machine


def test_json_is_the_contract_in_utf_8_even_in_the_c_locale(tmp_path):
    file = written(tmp_path / "é.pdf", REDWOOD.read_bytes())
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = process("extract", file, env=environment)
    content = json.loads(done.stdout.decode("utf-8"))
    assert done.returncode == 0 and done.stderr == b""
    assert list(content) == ["source", "status", "filings", "unused_pages"]
    assert content["source"]["name"] == "é.pdf" and content["status"] == "ok"
    values = {cell["path"]: cell["value"] for cell in content["filings"][0]["cells"]}
    assert values["issuer/issuerTradingSymbol"] == "RWT"


def test_a_reader_that_leaves_early_is_no_error():
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen([*COMMAND, "extract", str(REDWOOD)], **pipes) as run:
        run.stdout.close()
        assert run.stderr.read() == b""
    assert run.returncode == 141


def test_a_full_disk_is_told_in_one_line():
    with Path("/dev/full").open("wb") as full:
        command = [*COMMAND, "extract", str(REDWOOD)]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert "--out" in only_line(done.stderr)


def test_version(form4):
    assert form4("--version").output.startswith("form4 0.")


# Input that is refused.


def encrypted():
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    content = io.BytesIO()
    canvas = Canvas(content, encrypt=StandardEncryption("secret", canPrint=0))
    canvas.drawString(72, 700, "FORM 4")
    canvas.save()
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"Dear Sir, this is a Form 4.\n", 3, "not a PDF"),
        (b"", 3, "empty"),
        (b"%PDF-1.7\n1 0 obj\n<<", 3, "whole copy"),
        (encrypted(), 3, "password"),
        (one_page(text_page("Dear Sir, please find enclosed the Form 4 of Mr Smith.")), 4, "Form 4"),
    ],
    ids=["text", "empty", "truncated", "encrypted", "letter"],
)
def test_one_line_and_the_contract_s_code_for_a_file_without_a_form(form4, tmp_path, content, code, words):
    done = form4("extract", written(tmp_path / "input.pdf", content), "--out", tmp_path / "out")
    assert done.exit_code == code
    assert words in only_line(done.stderr) and "input.pdf" in done.stderr
    assert done.stdout == ""
    assert not (tmp_path / "out").exists()


def test_a_missing_file_and_a_directory_are_refused_not_a_usage_error(form4, tmp_path):
    for path, words in ((tmp_path / "none.pdf", "does not exist"), (tmp_path, "is a directory")):
        done = form4("extract", path)
        assert done.exit_code == 3
        assert words in only_line(done.stderr)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_file_is_refused(form4, tmp_path):
    file = written(tmp_path / "input.pdf", b"%PDF-1.7")
    file.chmod(0)
    assert form4("extract", file).exit_code == 3


def test_limits_reach_the_file(form4, tmp_path):
    content = io.BytesIO()
    letter().save(content, "PNG")
    scan = written(tmp_path / "scan.png", content.getvalue())
    for option in ("--max-pixels=1000", "--max-bytes=100"):
        done = form4("extract", scan, option)
        assert done.exit_code == 3
        assert option.partition("=")[0] in only_line(done.stderr)


def test_help_tells_the_limits_that_hold(form4):
    text = form4("extract", "--help").output
    usual = Limits()
    for limit in (usual.pixels, usual.pages, usual.bytes, f"{usual.seconds:g}"):
        assert f"({limit})" in text


# Own failures.


def test_a_bug_is_one_line_that_asks_for_a_report(form4, road, monkeypatch):
    monkeypatch.delenv("FORM4_DEBUG", raising=False)
    road(ZeroDivisionError("division\nby zero"))
    done = form4("extract", REDWOOD)
    assert done.exit_code == 5
    assert "form4.pdf: this is a bug" in only_line(done.stderr) and "report" in done.stderr


def test_the_debug_variable_brings_the_traceback(form4, road, monkeypatch):
    monkeypatch.setenv("FORM4_DEBUG", "1")
    road(ZeroDivisionError("division by zero"))
    done = form4("extract", REDWOOD)
    assert done.exit_code == 5 and "Traceback" in done.stderr


def test_a_missing_component_is_no_bug(form4, road):
    road(ComponentMissing("Tesseract is not installed; install tesseract-ocr"))
    done = form4("extract", REDWOOD)
    assert done.exit_code == 5
    assert only_line(done.stderr).startswith("Tesseract is not installed")


def test_an_interrupt_is_quiet(form4, road):
    road(KeyboardInterrupt())
    done = form4("extract", REDWOOD)
    assert (done.exit_code, done.output) == (130, "")


# Outputs.


def test_the_formats_are_those_of_the_export():
    assert tuple(format.value for format in Format) == FORMATS


def test_a_filing_to_review_exits_1(form4, road, monkeypatch, redwood):
    doubtful = redwood.model_copy(update={"status": "review"})
    monkeypatch.setattr(extraction, "extract", lambda *_, **__: doubtful)
    done = form4("extract", REDWOOD)
    assert done.exit_code == 1 and done.stderr == ""


def test_a_terminal_gets_the_table(form4, road, monkeypatch):
    monkeypatch.setattr(extraction, "is_terminal", lambda _: True)
    assert "Table II  Derivative securities" in form4("extract", REDWOOD).stdout


def test_each_format_alone_goes_to_standard_output(form4, road):
    starts = {"json": "{", "xml": "<?xml", "csv": "", "table": "Form 4"}
    for name, start in starts.items():
        done = form4("extract", REDWOOD, "--format", name)
        assert done.exit_code == 0
        assert done.stdout.startswith(start) and "REDWOOD TRUST" in done.stdout


def test_several_formats_need_a_folder(form4, road):
    done = form4("extract", REDWOOD, "--format", "json", "--format", "csv")
    assert done.exit_code == 2
    assert "--out DIR" in only_line(done.stderr)


def test_files_are_named_after_the_input_and_told(form4, road, tmp_path):
    out = tmp_path / "out"
    done = form4("extract", REDWOOD, "--format", "json", "--format", "xml", "--out", out)
    assert sorted(path.name for path in out.iterdir()) == ["form4.json", "form4.xml"]
    assert done.stdout == ""
    assert "form4.json" in only_line(done.stderr)
    assert form4("extract", REDWOOD, "--out", out, "--quiet").output == ""


def test_outputs_and_overlay_appear_together_or_not_at_all(form4, road, tmp_path):
    out = tmp_path / "out"
    missing = tmp_path / "no such folder" / "overlay.pdf"
    done = form4("extract", REDWOOD, "--out", out, "--overlay", missing)
    assert done.exit_code == 2
    assert "overlay.pdf" in only_line(done.stderr)
    assert list(out.iterdir()) == []
    assert form4("extract", REDWOOD, "--out", out, "--overlay", tmp_path / "overlay.pdf").exit_code == 0
    assert (tmp_path / "overlay.pdf").read_bytes().startswith(b"%PDF")


def test_an_overlay_of_another_kind_is_refused_before_the_work(form4, road, tmp_path):
    road(AssertionError("the work began"))
    done = form4("extract", REDWOOD, "--overlay", tmp_path / "overlay.tif")
    assert done.exit_code == 2 and "overlay.pdf" in only_line(done.stderr)


def test_the_input_is_never_overwritten(form4, road, tmp_path):
    file = written(tmp_path / "input.pdf", REDWOOD.read_bytes())
    done = form4("extract", file, "--overlay", file)
    assert done.exit_code == 2 and "was read" in only_line(done.stderr)
    assert file.read_bytes() == REDWOOD.read_bytes()


def test_ciks_come_from_the_table(form4, road, tmp_path):
    table = tmp_path / "cik.csv"
    table.write_text("symbol,name,cik\nRWT,REDWOOD TRUST INC,930236\n")
    assert "0000930236" in form4("extract", REDWOOD, "--format", "xml", "--cik", table).stdout


def test_a_closed_standard_output_is_told(monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(Exception, match="closed"):
        streams.put("x")


def test_progress_waits_two_seconds_and_needs_a_terminal(monkeypatch):
    with Progress("a.pdf") as progress:
        progress.on_page(1, 2)
    assert progress._status is None
    monkeypatch.setattr("extractor.cli.progress.is_terminal", lambda _: True)
    monkeypatch.setattr("extractor.cli.progress.PATIENCE", 0.0)
    with Progress("[a].pdf") as progress:
        progress._timer.join(timeout=20)
        progress.on_page(2, 7)
        assert progress._status is not None
        assert progress._status.status == "\\[a].pdf: page 2 of 7"


# Layouts.


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
    assert only_line(done.stderr).startswith("mine.yaml: ")


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
