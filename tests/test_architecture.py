"""The order of the code: imports run one way, one name for one thing, no long files, a light start."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator

import pytest

from tools.architecture import ORDER, PICTURE, ROOT, folder, imports, modules, picture

LEVEL = {name: place for place, level in enumerate(ORDER) for name in level}
MOST_LINES = 400
HEAVY = frozenset(
    {"numpy", "cv2", "onnxruntime", "rapidfuzz", "pypdfium2", "lxml", "fastapi", "sqlalchemy", "ray"}
    | {"pyarrow", "rich", "PIL", "pydantic", "pytesseract", "rapidocr", "extractor.batch.tasks", "logging"}
)
SCANS = frozenset(
    {"onnxruntime", "PIL", "pytesseract", "rapidocr", "extractor.ocr.recognize", "extractor.ocr.network"}
    | {"extractor.imaging.preprocess", "extractor.imaging.dewarp", "extractor.imaging.text_lines"}
    | {"regex", "numpy.ma"}
)
"""What only scans are read with; a filing of text starts fast because it does without."""
SHARED_MODULES = {"settings"}
"""Every stage has its settings."""


def test_every_folder_has_its_place_in_the_order():
    assert {folder(module) for module in modules()} == set(LEVEL)


def test_imports_run_one_way():
    """Those for type checkers and those inside functions too."""
    against = [
        f"{module} imports {imported}"
        for module, imported, where in imports()
        if folder(module) != where and LEVEL[where] >= LEVEL[folder(module)]
    ]
    assert against == []


def test_nothing_imports_the_command():
    assert [m for m, _, where in imports() if where == "cli" and folder(m) != "cli"] == []


def test_the_picture_is_that_of_the_code():
    assert PICTURE.read_text(encoding="utf-8") == picture(), "run python -m tools.architecture"


def test_the_picture_shows_an_import_that_is_new(tmp_path):
    for name in ("model", "document"):
        (tmp_path / "extractor" / name).mkdir(parents=True)
    (tmp_path / "extractor" / "model" / "page.py").write_text("")
    file = tmp_path / "extractor" / "document" / "opening.py"
    file.write_text("")
    without = picture(tmp_path)
    file.write_text("def read():\n    from extractor.model import page\n")
    assert picture(tmp_path).count("marker-end") == without.count("marker-end") + 1 == 1


def test_no_two_modules_share_a_name():
    names = (name.rpartition(".")[2] for name, file in modules().items() if file.stem != "__init__")
    assert _repeated(names) == SHARED_MODULES


def test_no_type_name_has_two_meanings():
    """Of classes and of names for types; private ones are their module's own business."""
    names = (name for file in modules().values() for name in _types(ast.parse(file.read_text("utf-8"))))
    assert _repeated(names) == set()


@pytest.mark.parametrize("part", ["extractor", "samples", "tests", "tools"])
def test_no_file_is_long(part):
    lengths = {
        str(file.relative_to(ROOT)): len(file.read_text("utf-8").splitlines())
        for file in (ROOT / part).rglob("*.py")
    }
    assert {file: length for file, length in lengths.items() if length > MOST_LINES} == {}


@pytest.mark.parametrize("program", ["import extractor", "from extractor.cli import main; main()"])
def test_nothing_heavy_is_loaded_before_it_is_needed(program):
    whole = f"import sys\nsys.argv[1:] = ['--help']\ntry:\n    {program}\nfinally:\n    print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", whole], capture_output=True, text=True, check=True)
    assert HEAVY.intersection(done.stdout.splitlines()[-1].split()) == frozenset()


def test_a_page_of_text_loads_nothing_that_reads_scans():
    program = (
        "import sys; from extractor import extract; extract(sys.argv[1]); print(*sys.modules, sep='\\n')"
    )
    filing = str(ROOT / "samples" / "redwood" / "form4.pdf")
    done = subprocess.run([sys.executable, "-c", program, filing], capture_output=True, text=True, check=True)
    assert SCANS.intersection(done.stdout.split()) == frozenset()


def test_settings_are_annotated_with_types():
    """Put off (`from __future__ import annotations`), each annotation of a named tuple is compiled by itself:
    that took a process as long as reading half a page."""
    settings = list((ROOT / "extractor").rglob("*settings.py"))
    assert settings and not [path for path in settings if "__future__" in path.read_text("utf-8")]


def _repeated(names: Iterable[str]) -> set[str]:
    count: dict[str, int] = defaultdict(int)
    for name in names:
        count[name] += 1
    return {name for name, number in count.items() if number > 1}


def _types(module: ast.Module) -> Iterator[str]:
    """The classes of a module, and the names it gives to types (`Pixels = NDArray[np.uint8]`)."""
    for node in module.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        named = [target.id for target in targets if isinstance(target, ast.Name)]
        named += [node.name] if isinstance(node, ast.ClassDef) else []
        yield from (name for name in named if re.fullmatch("[A-Z]+[a-z][A-Za-z0-9]*", name))
