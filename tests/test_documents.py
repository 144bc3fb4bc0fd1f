"""The documents agree with the code: versions, rules, paths, links."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import extractor
import form4
from extractor.reconcile.rules import RULES

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


def test_the_changelog_s_newest_version_is_the_package_s():
    newest = re.search(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert newest and newest[1] == extractor.__version__


def test_every_rule_is_described_under_its_number():
    anchors = set(re.findall(r'<a id="([A-Z]+\d+)"></a>', (ROOT / "docs" / "the-form.md").read_text("utf-8")))
    assert {rule.number.partition("-")[0] for rule in RULES} <= anchors


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_paths_and_links_lead_somewhere(document):
    text = document.read_text("utf-8")
    links = [link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]
    paths = re.findall(r"`((?:extractor|samples|tests|tools|docs|layouts)/[\w./-]*)`", text)
    missing = [link for link in links if not (document.parent / link).exists()]
    missing += [path for path in paths if not (ROOT / path).exists()]
    assert missing == []


def test_the_site_is_built_without_warnings(tmp_path):
    pytest.importorskip("mkdocs")
    pytest.importorskip("mkdocstrings_handlers")
    order = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(tmp_path)]
    done = subprocess.run(order, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Every Form 4 in a PDF" in (tmp_path / "python.html").read_text("utf-8")


def test_every_public_name_is_on_the_page_of_python():
    page = (ROOT / "docs" / "python.md").read_text("utf-8")
    assert set(re.findall(r"^::: form4\.(\w+)", page, re.MULTILINE)) == set(form4.__all__) - {"__version__"}
