"""Training: batches of like width, a cosine of learning rates over the time given; on a card if there is one.

What is written is the running mean of the weights, which reads better than the weights of any one step.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from math import cos, pi
from pathlib import Path
from time import monotonic

import numpy as np
import onnx
import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from extractor.model.posterior import ALPHABET, BLANK
from extractor.ocr.form_ocr import OcrNetwork
from extractor.ocr.settings import SETTINGS
from samples.reader.drawing import as_stored, as_worn
from samples.reader.network import SHAPES, Network
from samples.reader.pool import Batch, Pool, batches_of, growing_pools, pool_in

WEIGHTS = Path("extractor/ocr")
BATCH = {"cpu": 16384, "cuda": 65536}
"""Pixels of width in one batch."""
RATE = 2.5e-3
WARM = 300
"""Steps over which the learning rate rises."""
EVERY = 4000
"""Steps from one report, and one snapshot of the weights, to the next."""
KNOWN = 3000
"""Lines the reports are about."""


def train(kind: OcrNetwork, folder: Path, check: Path | None, minutes: float) -> None:
    """Trains a reader for so many minutes on the lines of a folder and writes its weights; the reports look
    at the lines in `check`."""
    torch.manual_seed(1)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    network = Network(SHAPES[kind], 1 + len(ALPHABET)).to(device, memory_format=torch.channels_last)
    mean = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(0.998), use_buffers=True)
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=0.02)
    known = pool_in(check, device) if check else None
    start, losses = monotonic(), []
    for step, (pool, batch) in enumerate(_batches(folder, device), start=1):
        spent = (monotonic() - start) / (60 * minutes)
        if spent >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = RATE * min(1.0, step / WARM) * (0.5 + 0.5 * cos(pi * spent)) + 1e-6
        losses.append(_learn(kind, network, optimizer, pool, batch))
        mean.update_parameters(network)
        if step % EVERY == 0:
            loss, report = torch.stack(losses[-EVERY:]).mean(), _report(kind, mean, known)
            print(f"step {step}, {spent:.0%}, {len(pool)} lines, loss {loss:.4f}, {report}", flush=True)
            export(mean.module, WEIGHTS / kind.weights)
    export(mean.module, WEIGHTS / kind.weights)
    print(_report(kind, mean, known))


def export(network: nn.Module, path: Path) -> None:
    """The network as ONNX, its weights kept as half-precision numbers."""
    network.eval()
    axes = {"lines": {0: "count", 3: "width"}, "scores": {0: "count", 1: "steps"}}
    part = path.with_suffix(".part")
    device = next(network.parameters()).device
    line = SETTINGS.form_ocr
    lines = torch.zeros(2, 1, line.height, line.width_step, device=device)
    torch.onnx.export(
        network, (lines,), str(part), input_names=["lines"],
        output_names=["scores"], dynamic_axes=axes, dynamo=False,
    )  # fmt: skip
    onnx.save(halved(onnx.load(str(part))), str(part))
    part.replace(path)


def halved(model: onnx.ModelProto) -> onnx.ModelProto:
    """The model with its weights in half the bytes; they are widened again when it is loaded."""
    graph, widening = model.graph, []
    for weights in graph.initializer:
        if weights.data_type != onnx.TensorProto.FLOAT:
            continue
        name, values = weights.name, onnx.numpy_helper.to_array(weights)
        weights.CopyFrom(onnx.numpy_helper.from_array(values.astype(np.float16), f"{name}.half"))
        widening.append(onnx.helper.make_node("Cast", [f"{name}.half"], [name], to=onnx.TensorProto.FLOAT))
    nodes = list(graph.node)
    del graph.node[:]
    graph.node.extend([*widening, *nodes])
    return model


def _batches(folder: Path, device: torch.device) -> Iterator[tuple[Pool, Batch]]:
    """Batches without end."""
    rng = np.random.default_rng(1)
    for pool in growing_pools(folder, device):
        yield from ((pool, batch) for batch in batches_of(pool, BATCH[device.type], rng))


def _learn(
    kind: OcrNetwork, network: nn.Module, optimizer: torch.optim.Optimizer, pool: Pool, batch: Batch
) -> Tensor:
    """One step."""
    network.train()
    device = pool.pixels.device
    lines = as_worn(pool, batch).to(memory_format=torch.channels_last)
    with torch.autocast(device.type, dtype=torch.bfloat16):
        scores = network(lines)
    loss = _loss(scores.float(), pool, batch, batch.steps(kind))
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(network.parameters(), 2.0)
    optimizer.step()
    return loss.detach()


def _loss(scores: Tensor, pool: Pool, batch: Batch, steps: Tensor) -> Tensor:
    letters = [pool.letters[k] for k in batch.lines.tolist()]
    loss: Tensor = nn.functional.ctc_loss(
        scores.log_softmax(-1).permute(1, 0, 2),
        torch.cat(letters).to(scores.device),
        steps,
        torch.tensor(list(map(len, letters))),
        blank=BLANK,
        zero_infinity=True,
    )
    return loss


def _report(kind: OcrNetwork, mean: AveragedModel, known: Pool | None) -> str:
    """How many of the known lines are read exactly."""
    if known is None:
        return "no lines to check by"
    mean.eval()
    right = seen = 0
    few = replace(known, starts=known.starts[:KNOWN], widths=known.widths[:KNOWN])
    with torch.inference_mode():
        for batch in batches_of(few, BATCH[known.pixels.device.type] // 4, np.random.default_rng(2)):
            picks = mean(as_stored(few, batch)).argmax(-1).tolist()
            steps = batch.steps(kind).tolist()
            read = [_spelled(row[:count]) for row, count in zip(picks, steps, strict=True)]
            right += sum(known.letters[k].tolist() == read[n] for n, k in enumerate(batch.lines.tolist()))
            seen += len(read)
    return f"{right / max(1, seen):.2%} of {seen} lines exact"


def _spelled(picks: Sequence[int]) -> list[int]:
    return [pick for pick, _ in groupby(picks) if pick != BLANK]
