"""Baidu's small LAC model as jieba 0.42.1 ships it: where the net begins, and what it must keep."""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np

from components.entities.net import Net

Weights = dict[str, np.ndarray]
_PARTS = (
    *(f"fc_{i}.{part}_0" for i in range(5) for part in "wb"),
    *(f"gru_{i}.{part}_0" for i in range(4) for part in "wb"),
    "word_emb",
    "crfw",
)
_FILES = ("word.dic", "tag.dic", *_PARTS)
# Of all files end to end, in the order of _FILES.
_SHA256 = "cce59653c84edcc03d2f9b6dabea05a7dba777dd8f8724c475ffcb3e94cedb73"
N_HIDDEN = 128


def weights_of_lac(n_marks: int) -> Weights:
    """Return the model's weights under the names that `Net` asks for; marks say nothing yet."""
    blobs = _read_checked()
    read = {name: _tensor(blobs[name]) for name in _PARTS}
    ids = {word: int(i) for word, i in _pairs(blobs["word.dic"], 1, 0) if len(word) == 1}
    unknown = int(dict(_pairs(blobs["word.dic"], 1, 0))["OOV"])
    labels = dict(_pairs(blobs["tag.dic"], 0, 1))
    rows = [unknown, *ids.values()]
    weights = {
        "characters": np.array([0, *map(ord, ids)], np.uint32),
        "embedding": read["word_emb"][rows],
        "marks": np.zeros((n_marks, 2, 3 * N_HIDDEN), np.float32),
        "out": read["fc_4.w_0"],
        "out_bias": read["fc_4.b_0"].ravel(),
        "ends": read["crfw"][:2],
        "steps": read["crfw"][2:],
        "tags": np.array([labels[str(i)] for i in range(len(labels))]),
    }
    for number, first in ((1, 0), (2, 2)):
        weights |= {f"{k}{number}": v for k, v in _layer(read, first).items()}
    return weights


def _layer(read: Weights, first: int) -> Weights:
    size = 2 * N_HIDDEN * N_HIDDEN
    sides = (first, first + 1)
    recurrent = [read[f"gru_{k}.w_0"].ravel() for k in sides]
    bias = [read[f"fc_{k}.b_0"].ravel() + read[f"gru_{k}.b_0"].ravel() for k in sides]
    return {
        "project": np.stack([read[f"fc_{k}.w_0"] for k in sides]),
        "bias": np.stack(bias),
        "gates": np.stack([w[:size].reshape(N_HIDDEN, -1) for w in recurrent]),
        "candidate": np.stack([w[size:].reshape(N_HIDDEN, -1) for w in recurrent]),
    }


@cache
def lac() -> Net:
    """Return the model as it was, which sees no lists."""
    return Net(weights_of_lac(1), lambda text: np.zeros(len(text), np.uint8))


def _read_checked() -> dict[str, bytes]:
    spec = importlib.util.find_spec("jieba")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("jieba is not installed")
    folder = Path(spec.submodule_search_locations[0]) / "lac_small"
    blobs: dict[str, bytes] = {}
    hasher = hashlib.sha256()
    for name in _FILES:
        path = folder / name if name.endswith(".dic") else folder / "model_baseline" / name
        blobs[name] = path.read_bytes()
        hasher.update(blobs[name])
    if hasher.hexdigest() != _SHA256:
        raise SystemExit(f"{folder} holds another release of the model")
    return blobs


def _pairs(blob: bytes, key: int, value: int) -> Iterator[tuple[str, str]]:
    for line in blob.decode("utf-8").splitlines():
        fields = line.split("\t")
        if len(fields) == 2:
            yield fields[key], fields[value]


def _tensor(blob: bytes) -> np.ndarray:
    """Read a tensor: a 16-byte head, a protobuf that lists the shape, little-endian floats."""
    size = int.from_bytes(blob[16:20], "little")
    shape: list[int] = []
    value = shift = 0
    expects_key = True
    for byte in blob[22 : 20 + size]:
        if expects_key:
            expects_key, value, shift = False, 0, 0
            continue
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            shape.append(value)
            expects_key = True
    values = np.frombuffer(blob, dtype="<f4", offset=20 + size).reshape(shape)
    # One unit died in training and left denormal weights, which slow a product down fivefold.
    return np.where(np.abs(values) < 1e-30, np.float32(0), values)
