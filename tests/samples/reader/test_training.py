"""The networks, and how their weights are kept."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
onnx = pytest.importorskip("onnx")

from extractor.ocr.form_ocr import QUICK, THOROUGH  # noqa: E402
from extractor.ocr.network import single_thread_session  # noqa: E402
from samples.reader.network import SHAPES, Network  # noqa: E402
from samples.reader.training import export  # noqa: E402


@pytest.mark.parametrize("make", [QUICK, THOROUGH])
def test_a_network_says_a_step_for_so_many_pixels(make) -> None:
    network = Network(SHAPES[make], 7).eval()
    assert network(torch.zeros(2, 1, 32, 128)).shape == (2, 128 // make.step, 7)


def test_weights_kept_in_half_the_bytes_answer_alike(tmp_path: Path) -> None:
    torch.manual_seed(1)
    network = Network(SHAPES[QUICK], 7).eval()
    export(network, tmp_path / "reader.onnx")
    lines = torch.rand(2, 1, 32, 128)
    (answer,) = single_thread_session((tmp_path / "reader.onnx").read_bytes()).run(
        None, {"lines": lines.numpy()}
    )
    assert np.abs(answer - network(lines).detach().numpy()).max() < 0.02
    assert (tmp_path / "reader.onnx").stat().st_size < 2.2 * sum(p.numel() for p in network.parameters())
