"""What `form4 batch` says at its end."""

import pytest

from extractor.batch.inputs import Inputs
from extractor.batch.output_store import OutputStore
from extractor.batch.tasks import Totals
from extractor.cli import batching


@pytest.mark.parametrize("installed", [True, False])
def test_parquet_that_is_missing_is_told(tmp_path, monkeypatch, installed):
    """There was none without pyarrow, and no word why."""
    monkeypatch.setattr(batching, "has_parquet", lambda: installed)
    lines = batching._summary(OutputStore(str(tmp_path)), Totals(), Inputs(()))
    told = [line for line in lines if "pyarrow" in line]
    assert len(told) == (not installed) and all("pip install" in line for line in told)
