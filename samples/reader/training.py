"""Training: shards in random order, batches of like width, a cosine of learning rates over the time given.

What is written is the running mean of the weights, which reads better than the weights of any one step.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from math import cos, pi
from pathlib import Path
from time import monotonic

import cv2
import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from extractor.reading.decode import SLOTS
from extractor.reading.form_reader import network_input, padded, steps_of
from extractor.reading.network import MAX_WIDTH, batches
from extractor.reading.posterior import ALPHABET, BLANK
from samples.reader.dataset import read_shard
from samples.reader.lines import Labelled
from samples.reader.network import Network

WEIGHTS = Path("extractor/reading/form_reader.onnx")
BATCH = 16384
"""Pixels of width in one batch."""
SHARDS = 2
"""Shards mixed at a time."""
RATE = 2.5e-3
AGAIN = 0.3
"""Share of it for a network that has learnt already."""
WARM = 300
"""Steps over which the learning rate rises."""
EVERY = 500
"""Steps from one snapshot to the next."""
LONGEST = 1600
"""Pixels: longer lines are left out; short ones teach the same letters."""


def train(folder: Path, check: Path | None, minutes: float, go_on: bool) -> None:
    """Trains for so many minutes, from scratch or from `WEIGHTS`, which it writes; snapshots on the way."""
    torch.manual_seed(1)
    network = Network(1 + len(ALPHABET))
    rate = RATE
    if go_on:
        take_weights(network, WEIGHTS)
        rate = RATE * AGAIN
    # `network.eval()` aside, this layout is twice as quick on a processor.
    network.to(memory_format=torch.channels_last)
    mean = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(0.998), use_buffers=True)
    optimizer = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=0.02)
    known = _known(check)
    start, losses = monotonic(), []
    for step, batch in enumerate(_batches(folder), start=1):
        spent = (monotonic() - start) / (60 * minutes)
        if spent >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = rate * min(1.0, step / WARM) * (0.5 + 0.5 * cos(pi * spent)) + 1e-6
        losses.append(_learn(network, optimizer, batch, frozen=go_on))
        mean.update_parameters(network)
        if step % EVERY == 0:
            loss = np.mean(losses[-EVERY:])
            print(f"step {step}, {spent:.0%}, loss {loss:.4f}, {_report(mean, known)}", flush=True)
            export(mean.module, WEIGHTS)
    export(mean.module, WEIGHTS)
    print(_report(mean, known))


def export(network: nn.Module, path: Path) -> None:
    """The network as ONNX."""
    network.eval()
    axes = {"lines": {0: "count", 3: "width"}, "scores": {0: "count", 1: "steps"}}
    part = path.with_suffix(".part")
    torch.onnx.export(
        network, (torch.zeros(2, 1, 32, 64),), str(part), input_names=["lines"], output_names=["scores"],
        dynamic_axes=axes, dynamo=False,
    )  # fmt: skip
    part.replace(path)


def take_weights(network: Network, path: Path) -> None:
    """Sets a network's weights from its ONNX file, where the normalisations are part of the convolutions."""
    graph = onnx.load(str(path)).graph
    stored = {item.name: torch.from_numpy(numpy_helper.to_array(item).copy()) for item in graph.initializer}
    nodes = [node for node in graph.node if node.op_type == "Conv"]
    convolutions = [m for m in network.modules() if isinstance(m, nn.Conv1d | nn.Conv2d)]
    norms = iter([m for m in network.modules() if isinstance(m, nn.BatchNorm1d | nn.BatchNorm2d)])
    with torch.no_grad():
        for node, convolution in zip(nodes, convolutions, strict=True):
            convolution.weight.copy_(stored[node.input[1]])
            if convolution.bias is not None:
                convolution.bias.copy_(stored[node.input[2]])
            elif len(node.input) > 2:
                next(norms).bias.copy_(stored[node.input[2]])


def _learn(
    network: nn.Module, optimizer: torch.optim.Optimizer, lines: Sequence[Labelled], frozen: bool
) -> float:
    """One step; `frozen` keeps the normalisations as they are, which a file of weights does not hold."""
    network.train()
    for part in network.modules():
        if frozen and isinstance(part, nn.BatchNorm1d | nn.BatchNorm2d):
            part.eval()
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores = network(_tensor(lines))
    loss = _loss(scores.float(), lines)
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(network.parameters(), 2.0)
    optimizer.step()
    return float(loss.detach())


def _tensor(lines: Sequence[Labelled]) -> Tensor:
    tensor = torch.from_numpy(network_input([line.image for line in lines]))
    return tensor.to(memory_format=torch.channels_last)


def _loss(scores: Tensor, lines: Sequence[Labelled]) -> Tensor:
    texts = [[SLOTS[letter] for letter in line.text] for line in lines]
    return nn.functional.ctc_loss(
        scores.log_softmax(-1).permute(1, 0, 2),
        torch.tensor([letter for text in texts for letter in text]),
        torch.tensor([steps_of(line.image) for line in lines]),
        torch.tensor([len(text) for text in texts]),
        blank=BLANK,
        zero_infinity=True,
    )


def _batches(folder: Path) -> Iterator[list[Labelled]]:
    """Batches without end; shards that are made meanwhile are found."""
    rng = random.Random(1)
    while True:
        shards = sorted(folder.glob("?????.npz"))
        rng.shuffle(shards)
        for k in range(0, len(shards) - SHARDS + 1, SHARDS):
            lines = [_varied(line, rng) for shard in shards[k : k + SHARDS] for line in read_shard(shard)]
            rng.shuffle(lines)
            found = list(_alike(lines))
            rng.shuffle(found)
            yield from found


def _alike(lines: Sequence[Labelled]) -> Iterator[list[Labelled]]:
    """Batches of one shape each: a network meets a new shape slowly, so there are few of them."""
    waiting: dict[int, list[Labelled]] = defaultdict(list)
    for line in lines:
        width = padded(line.image)
        if width <= LONGEST:
            waiting[width].append(line)
            if len(waiting[width]) == BATCH // width:
                yield waiting.pop(width)


def _varied(line: Labelled, rng: random.Random) -> Labelled:
    """The line a little wider or narrower, higher or lower, bolder, paler or leaning."""
    image = line.image
    height, width = image.shape
    wide = min(MAX_WIDTH, max(6, round(width * rng.uniform(0.82, 1.2))))
    top, bottom = rng.uniform(-2.2, 2.2), height + rng.uniform(-2.2, 2.2)
    lean, left = rng.gauss(0, 0.06), rng.uniform(-3, 2)
    tall = (bottom - top) / height
    # From a pixel of the new picture to one of the old.
    shape = np.array([[width / wide, -lean, left + lean * height / 2], [0, tall, top]], np.float32)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    image = np.asarray(cv2.warpAffine(image, shape, (wide, height), flags=flags, borderValue=255), np.uint8)
    if rng.random() < 0.2:
        image = np.asarray(cv2.GaussianBlur(image, (0, 0), rng.uniform(0.3, 1.0)), np.uint8)
    if rng.random() < 0.4:
        dark, light = rng.uniform(-50, 60), rng.uniform(215, 300)
        table = np.clip(np.linspace(dark, light, 256), 0, 255).astype(np.uint8)
        image = np.asarray(cv2.LUT(image, table), np.uint8)
    return Labelled(image, line.text)


def _known(check: Path | None) -> list[Labelled]:
    lines = [line for shard in sorted(check.glob("?????.npz")) for line in read_shard(shard)] if check else []
    return random.Random(2).sample(lines, min(1500, len(lines)))


def _report(mean: AveragedModel, lines: Sequence[Labelled]) -> str:
    """How many of the lines are read exactly."""
    mean.eval()
    right = 0
    with torch.inference_mode():
        for batch in batches([line.image.shape[1] for line in lines], BATCH):
            own = [lines[n] for n in batch]
            picks = mean(_tensor(own)).argmax(-1).tolist()
            read = [_spelled(p[: steps_of(line.image)]) for p, line in zip(picks, own, strict=True)]
            right += sum(text == line.text for text, line in zip(read, own, strict=True))
    return f"{right / max(1, len(lines)):.2%} of {len(lines)} lines exact"


def _spelled(picks: Sequence[int]) -> str:
    return "".join(ALPHABET[pick - 1] for pick, _ in groupby(picks) if pick != BLANK)
