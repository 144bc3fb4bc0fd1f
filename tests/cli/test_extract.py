"""`form4 extract`: what goes to which stream, and the exit codes of the contract."""

import io
import json
import os
import sys

import pytest

from extractor.cli import Format, extraction
from extractor.document import Limits
from extractor.export import FORMATS
from tests.cli.command import REDWOOD, only_line, process
from tests.document.document_files import letter, one_page, text_page, written


def test_json_is_the_contract_in_utf_8_even_in_the_c_locale(tmp_path):
    file = written(tmp_path / "é.pdf", REDWOOD.read_bytes())
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = process("extract", file, env=environment)
    content = json.loads(done.stdout.decode("utf-8"))
    assert done.returncode == 0 and done.stderr == b""
    assert list(content) == ["schema_version", "source", "status", "filings", "unused_pages"]
    assert content["source"]["name"] == "é.pdf" and content["status"] == "ok"
    values = {cell["path"]: cell["value"] for cell in content["filings"][0]["cells"]}
    assert values["issuer/issuerTradingSymbol"] == "RWT"


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


def test_another_form_is_called_by_its_name(form4, tmp_path):
    """A Form 144 was told that no layout fits, by a score."""
    content = one_page(text_page("NOTICE OF PROPOSED SALE OF SECURITIES"))
    done = form4("extract", written(tmp_path / "sale.pdf", content))
    assert done.exit_code == 4
    assert only_line(done.stderr) == (
        "sale.pdf: this is a Form 144 (notice of proposed sale), which is not read; give a Form 4\n"
    )


def test_a_missing_file_and_an_empty_folder_are_refused_not_a_usage_error(form4, tmp_path):
    for path, words in ((tmp_path / "none.pdf", "does not exist"), (tmp_path, "holds no PDF")):
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


# Outputs.


def test_the_formats_are_those_of_the_export():
    assert tuple(format.value for format in Format) == FORMATS


def test_a_filing_to_review_exits_1(form4, extracted, monkeypatch, redwood):
    doubtful = redwood.model_copy(update={"status": "review"})
    monkeypatch.setattr(extraction, "extract", lambda *_, **__: doubtful)
    done = form4("extract", REDWOOD)
    assert done.exit_code == 1 and done.stderr == ""


def test_a_terminal_gets_the_table(form4, extracted, monkeypatch):
    monkeypatch.setattr(extraction, "is_terminal", lambda _: True)
    assert "Table II  Derivative securities" in form4("extract", REDWOOD).stdout


def test_each_format_alone_goes_to_standard_output(form4, extracted):
    starts = {"json": "{", "xml": "<?xml", "csv": "source_file", "table": "Form 4"}
    for name, start in starts.items():
        done = form4("extract", REDWOOD, "--format", name)
        assert done.exit_code == 0
        assert done.stdout.startswith(start) and "REDWOOD TRUST" in done.stdout


@pytest.mark.parametrize("out", [(), ("-o", "-")])
def test_a_workbook_goes_to_a_pipe_and_not_to_a_terminal(form4, extracted, monkeypatch, out):
    order = ("extract", REDWOOD, "--format", "xlsx", *out)
    assert form4(*order).stdout_bytes.startswith(b"PK")
    monkeypatch.setattr(extraction, "is_terminal", lambda _: True)
    done = form4(*order)
    assert done.exit_code == 2 and "--out DIR" in only_line(done.stderr)


def test_a_scan_becomes_a_pdf_to_search_in(form4, extracted, tmp_path):
    pytest.importorskip("pikepdf")
    out = tmp_path / "s.pdf"
    done = form4("extract", REDWOOD, "--searchable-pdf", out, "--quiet")
    assert done.exit_code == 0 and out.read_bytes().startswith(b"%PDF")
    again = form4("extract", REDWOOD, "--searchable-pdf", out)
    assert again.exit_code == 2 and "--force" in only_line(again.stderr)


def test_what_a_searchable_pdf_needs_is_asked_for_before_the_work(form4, extracted, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pikepdf", None)
    extracted(AssertionError("the work began"))
    done = form4("extract", REDWOOD, "--searchable-pdf", tmp_path / "s.pdf")
    assert done.exit_code == 5 and "pip install pikepdf" in only_line(done.stderr)


def test_a_dash_as_output_is_standard_output(form4, extracted, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = form4("extract", REDWOOD, "-o", "-")
    assert done.stdout.startswith("{") and done.stderr == "" and list(tmp_path.iterdir()) == []


def test_several_formats_need_a_folder(form4, extracted):
    done = form4("extract", REDWOOD, "--format", "json", "--format", "csv")
    assert done.exit_code == 2
    assert "--out DIR" in only_line(done.stderr)


def test_files_are_named_after_the_input_and_told(form4, extracted, tmp_path):
    out = tmp_path / "out"
    done = form4("extract", REDWOOD, "--format", "json", "--format", "xml", "--out", out)
    assert sorted(path.name for path in out.iterdir()) == ["form4.json", "form4.xml"]
    assert done.stdout == ""
    assert "form4.json" in only_line(done.stderr)
    assert form4("extract", REDWOOD, "--out", out, "--quiet", "--force").output == ""


def test_outputs_and_overlay_appear_together_or_not_at_all(form4, extracted, tmp_path):
    out = tmp_path / "out"
    missing = tmp_path / "no such folder" / "overlay.pdf"
    done = form4("extract", REDWOOD, "--out", out, "--overlay", missing)
    assert done.exit_code == 2
    assert "overlay.pdf" in only_line(done.stderr)
    assert list(out.iterdir()) == []
    assert form4("extract", REDWOOD, "--out", out, "--overlay", tmp_path / "overlay.pdf").exit_code == 0
    assert (tmp_path / "overlay.pdf").read_bytes().startswith(b"%PDF")


def test_an_overlay_of_another_kind_is_refused_before_the_work(form4, extracted, tmp_path):
    extracted(AssertionError("the work began"))
    done = form4("extract", REDWOOD, "--overlay", tmp_path / "overlay.tif")
    assert done.exit_code == 2 and "overlay.pdf" in only_line(done.stderr)


def test_the_input_is_never_overwritten(form4, extracted, tmp_path):
    file = written(tmp_path / "input.pdf", REDWOOD.read_bytes())
    done = form4("extract", file, "--overlay", file)
    assert done.exit_code == 2 and "was read" in only_line(done.stderr)
    assert file.read_bytes() == REDWOOD.read_bytes()


def test_ciks_come_from_the_table(form4, extracted, tmp_path):
    table = tmp_path / "cik.csv"
    table.write_text("symbol,name,cik\nRWT,REDWOOD TRUST INC,930236\n")
    assert "0000930236" in form4("extract", REDWOOD, "--format", "xml", "--cik", table).stdout
