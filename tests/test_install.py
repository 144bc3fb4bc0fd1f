"""What is installed: the wheel's contents and size, and that the documents speak of what there is."""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from extractor.export.json_schema import SCHEMAS

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
INSTALLING = (ROOT / "docs" / "installing.md").read_text("utf-8")
MEGABYTE = 1_000_000
MOST = 25 * MEGABYTE
"""Bytes of the wheel."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    pytest.importorskip("hatchling")
    folder = tmp_path_factory.mktemp("dist")
    order = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(order, check=True, capture_output=True, cwd=ROOT)
    (made,) = folder.glob("*.whl")
    return made


def test_the_wheel_is_small(wheel):
    assert wheel.stat().st_size <= MOST


def test_the_wheel_has_all_that_the_tool_reads_and_nothing_else(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    wanted = {"form4/__init__.py", "form4/py.typed", "extractor/py.typed"}
    wanted |= {f"extractor/export/{name}.schema.json" for name in SCHEMAS}
    kept = [file for file in (ROOT / "extractor").rglob("*") if file.is_file()]
    wanted |= {file.relative_to(ROOT).as_posix() for file in kept if "__pycache__" not in file.parts}
    layouts = (ROOT / "layouts").rglob("*.yaml")
    wanted |= {f"extractor/layouts/{file.relative_to(ROOT / 'layouts').as_posix()}" for file in layouts}
    assert wanted <= set(names)
    packages = {name.partition("/")[0].partition("-")[0] for name in names}
    assert packages == {"extractor", "form4", "form4_extractor"}


def test_the_wheel_has_the_command(wheel):
    archive = zipfile.ZipFile(wheel)
    (points,) = [name for name in archive.namelist() if name.endswith("entry_points.txt")]
    assert "form4 = extractor.cli:main" in archive.read(points).decode()


def test_the_documents_name_the_extras_of_users():
    extras = set(PROJECT["optional-dependencies"]) - {"generator", "train", "fit", "docs", "peers", "dev"}
    named = re.findall(r"\| `(\w+)` \|[^|]+\| `pip install '\.\[(\w+)\]'` \|", INSTALLING)
    assert {extra for extra, _ in named} == extras and all(one == other for one, other in named)


def test_the_demo_installs_the_tool_alone():
    """It installed Ray, Playwright and moto: 1.9 GB, six minutes."""
    order = ["make", "--dry-run", "--always-make", "demo"]
    done = subprocess.run(order, capture_output=True, text=True, check=True, cwd=ROOT)
    assert "--editable .\n" in done.stdout and "[dev]" not in done.stdout


def test_the_image_is_made_of_what_is_there():
    copied = (ROOT / ".dockerignore").read_text("utf-8")
    names = re.findall(r"^!(.+)$", copied, re.MULTILINE)
    assert {"extractor", "layouts", "form4.py", "pyproject.toml"} <= set(names)
    assert all((ROOT / name).exists() for name in names)
    text = (ROOT / "Dockerfile").read_text("utf-8")
    (extras,) = re.findall(r"/build\[([\w,]+)\]", text)
    assert set(extras.split(",")) <= set(PROJECT["optional-dependencies"])
    assert text.index("USER form4") < text.index("ENTRYPOINT") and "HEALTHCHECK" in text
