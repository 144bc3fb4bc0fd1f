"""Engines: the shipped ones, and one that another package registers."""

import subprocess
import sys
from pathlib import Path

from extractor.ocr.engine import GROUP, engines_for, installed_engines

SAMPLE = Path(__file__).parents[2] / "samples" / "redwood" / "copy.tif"
PLUGIN = '''
class Shout:
    """An engine that reads every disputed line as `7`."""

    name, reader, version, needs, cost, selection = "shout", "shout", "1", "nothing", 0.1, "disputes"

    def read(self, lines):
        return ["7" for _ in lines]
'''
EXTRACT = """
import sys
from extractor import extract
cells = [cell for filing in extract(sys.argv[1]).filings for cell in filing.cells]
print(sum("shout" in cell.readings for cell in cells), sum("shout" in cell.reader for cell in cells))
"""


def test_every_engine_says_what_it_is():
    engines = installed_engines()
    assert len({engine.name for engine in engines}) == len(engines)
    assert all(engine.reader and engine.version and engine.needs and engine.cost > 0 for engine in engines)


def test_one_engine_reads_every_line():
    assert len(engines_for(installed_engines(), "every line")) == 1


def test_an_engine_is_added_as_one_class_of_another_package(tmp_path):
    (tmp_path / "shouting.py").write_text(PLUGIN, encoding="utf-8")
    info = tmp_path / "shouting-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: shouting\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[{GROUP}]\nshout = shouting:Shout\n", encoding="utf-8")
    path = [str(tmp_path), str(Path(__file__).parents[2])]
    code = f"import sys; sys.path[:0] = {path!r}\n{EXTRACT}"
    ran = subprocess.run([sys.executable, "-c", code, SAMPLE], capture_output=True, text=True, check=True)
    read, named = map(int, ran.stdout.split())
    assert read == named > 0
