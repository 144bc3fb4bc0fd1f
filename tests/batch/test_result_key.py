"""What results are kept by: whatever changes them changes the key, and nothing else does."""

import shutil
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from extractor.batch import result_key as keys
from extractor.document import Limits
from extractor.options import Options

CODE = {".py", ".pyc", ".pyi", ".typed"}
NOT_READ_WITH = ("batch/report.html", "export/ownership.xsd", "review/web/")
"""What says nothing of how a document is read: the report, EDGAR's schema, the review page."""


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """The folders of a form4 of one's own to change, with the data of this one."""
    package, layouts = tmp_path / "extractor", tmp_path / "layouts"
    for name, file in keys._files().items():
        copy = layouts / file.name if name.startswith("layouts/") else package / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, copy)
    monkeypatch.setattr(keys, "_folders", lambda: (package, layouts))
    keys.shipped.cache_clear()
    yield tmp_path
    keys.shipped.cache_clear()


@pytest.fixture
def own(tmp_path):
    """Options with a layout and a CIK table of one's own."""
    (tmp_path / "own").mkdir()
    for name in ("one", "two"):
        (tmp_path / "own" / f"{name}.yaml").write_text(f"name: {name}\n")
    (tmp_path / "own" / "forms").mkdir()
    (tmp_path / "own" / "forms" / "state.yaml").write_text("form: state\n")
    (tmp_path / "cik.csv").write_text("symbol,name,cik\nRWD,,123\n")
    return Options(layout_dir=str(tmp_path / "own"), cik=str(tmp_path / "cik.csv"))


def key(options=Options()):  # noqa: B008 - frozen
    """The options' digest, as a new process would have it."""
    keys.shipped.cache_clear()
    return keys.result_key(options)


def with_another_byte(file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))


def test_a_changed_byte_of_anything_shipped_reuses_no_results(copied):
    """New weights, calibration, rates, confusions or layouts gave the results of the old ones."""
    files = [file for file in sorted(copied.rglob("*")) if file.is_file()]
    keys = {key()}
    for file in files:
        with_another_byte(file)
        keys.add(key())
    assert len(keys) == 1 + len(files)
    assert {file.suffix for file in files} == {".onnx", ".json", ".npz", ".png", ".yaml"}


def test_a_file_more_or_less_reuses_no_results(copied):
    keys = {key()}
    for new in ("extractor/values/priors.json", "layouts/form4-2003.yaml", "layouts/generic/captions.yaml"):
        (copied / new).parent.mkdir(exist_ok=True)
        (copied / new).write_text("{}")
        keys.add(key())
    (copied / "extractor" / "reconcile" / "rates.json").unlink()
    assert len(keys | {key()}) == 5


def test_a_constraint_of_another_package_or_its_next_version_reuses_no_results(monkeypatch):
    found = {key()}
    for version in ("1.0", "1.1"):
        entry = SimpleNamespace(name="round-lots", value="lots:RULE", dist=SimpleNamespace(version=version))
        monkeypatch.setattr(keys, "entry_points", lambda group, entry=entry: [entry])
        found.add(key())
    assert len(found) == 3


def test_a_changed_byte_of_ones_own_files_reuses_no_results(own):
    """Those of forms of one's own among them."""
    keys = {key(own)}
    for file in (*Path(own.layout_dir).rglob("*.yaml"), Path(own.cik)):
        with_another_byte(file)
        keys.add(key(own))
    assert len(keys) == 5


def test_another_option_or_version_reuses_no_results(monkeypatch):
    names = ("pixels", "pages", "bytes", "seconds")
    limits = [Options(limits=replace(Limits(), **{name: 7})) for name in names]
    others = (Options(max_error=0.1), Options(repair=False), *limits)
    found = {key(), *map(key, others)}
    monkeypatch.setattr(keys, "__version__", "9.9")
    assert len(found | {key()}) == 2 + len(others)


def test_the_order_in_which_files_are_found_changes_nothing(own, monkeypatch):
    found = set()
    for backwards in (False, True):
        with monkeypatch.context() as patched:
            for name in ("glob", "rglob"):
                patched.setattr(Path, name, in_order(getattr(Path, name), backwards))
            found.add(key(own))
    assert len(found) == 1


def in_order(found, backwards):
    return lambda folder, pattern: sorted(found(folder, pattern), reverse=backwards)


def test_where_files_lie_changes_nothing(own, copied, tmp_path):
    shutil.copytree(own.layout_dir, tmp_path / "moved")
    moved = replace(own, layout_dir=str(tmp_path / "moved"), cik=shutil.copy(own.cik, tmp_path / "moved.csv"))
    assert key(moved) == key(own)


def test_what_is_shipped_is_read_once_a_process(copied):
    before = key()
    with_another_byte(copied / "extractor" / "reconcile" / "rates.json")
    assert keys.result_key(Options()) == before


def test_every_file_shipped_is_code_or_changes_the_key():
    package, _ = keys._folders()
    files = {file for file in package.rglob("*") if file.is_file() and file.suffix not in CODE}
    names = {file.relative_to(package).as_posix() for file in files}
    assert {name for name in names if not name.startswith(NOT_READ_WITH)} <= set(keys.shipped())
