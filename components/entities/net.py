"""Runs the sequence network that comes with jieba, with numpy alone.

jieba 0.42.1 carries the weights of Baidu's small LAC model, a two-layer bidirectional GRU with
a CRF (Jiao, Sun & Sun 2018, arXiv:1807.01882), for use with a framework that is not installed
here. The files are read from the installed wheel without importing jieba, and are checked, so
that another release can never give other numbers in silence.

Sentences are packed by time step, longest first, so that a batch computes no padding; both
directions run in one product. The CRF gives posteriors (forward-backward in probability space,
scaled at each step), from which spans and their confidence are read.
"""

from __future__ import annotations

import hashlib
import importlib.util
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

Floats = NDArray[np.float32]
HIDDEN = 128
MAX_PIECE = 64  # characters; longer sentences are cut, at a comma where there is one
_OVERLAP = 12  # characters of context on each side of a cut that no comma allows
_MAX_BATCH = 2048  # characters run at once; 3 kB of activations each
_TINY = np.float32(1e-30)
_PAUSES = frozenset("，；、：,;:　 ")
_WEIGHTS = (
    *(f"fc_{i}.{part}_0" for i in range(5) for part in "wb"),
    *(f"gru_{i}.{part}_0" for i in range(4) for part in "wb"),
    "word_emb",
    "crfw",
)
_FILES = ("word.dic", "tag.dic", *_WEIGHTS)
# Of all files end to end, in the order of _FILES, as jieba 0.42.1 ships them.
_SHA256 = "cce59653c84edcc03d2f9b6dabea05a7dba777dd8f8724c475ffcb3e94cedb73"
# The net was trained on half-width punctuation and takes the full-width kind for unknown.
_HALF_WIDTH = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | dict(
    zip("。、「」『』", ".,“”‘’", strict=True)
)


class NetUnavailableError(Exception):
    """The net's files are missing from the installed jieba, or are not the ones known.

    Attributes:
        reason: `missing` or `changed`.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return f"the entity net cannot be used: its files are {self.reason}"


@dataclass(frozen=True, slots=True)
class _Layer:
    """A bidirectional GRU layer; the first axis of every array is forward, backward.

    The gates' weights are halved, since sigmoid(x) = (1 + tanh(x / 2)) / 2.
    """

    project: Floats  # (2, n_inputs, 3 * HIDDEN)
    bias: Floats  # (2, 1, 3 * HIDDEN)
    gates: Floats  # (2, HIDDEN, 2 * HIDDEN): update, reset
    candidate: Floats  # (2, HIDDEN, HIDDEN)


class _Ids(dict[str, int]):
    """Numbers of characters; an unknown letter is OOV, an unknown sign (😀) a comma.

    Unknown letters may belong to a name, signs before it do not.
    """

    def __init__(self, known: Mapping[str, int], *, unknown: int) -> None:
        super().__init__(known)
        self._letter, self._sign = unknown, known[","]

    def __missing__(self, character: str) -> int:
        return self._letter if character.isalnum() else self._sign


class Net:
    """The net in memory, about 20 MB; safe to share between threads.

    Attributes:
        tags: the tag of each column of the posteriors, such as `PER-B` or `v-I`.
    """

    def __init__(self, folder: Path) -> None:
        blobs = _read_checked(folder)
        read = {name: _tensor(blobs[name]) for name in _WEIGHTS}
        vocabulary = dict(_pairs(blobs["word.dic"], 1, 0))
        labels = dict(_pairs(blobs["tag.dic"], 0, 1))
        self.tags = tuple(labels[str(i)] for i in range(len(labels)))
        ids = {word: int(i) for word, i in vocabulary.items() if len(word) == 1}
        ids |= {wide: ids[narrow] for wide, narrow in _HALF_WIDTH.items() if narrow in ids}
        self._ids = _Ids(ids, unknown=int(vocabulary["OOV"]))
        self._embedding = read["word_emb"]
        self._layers = (_layer(read, 0), _layer(read, 2))
        self._out = (read["fc_4.w_0"], read["fc_4.b_0"])
        crf = np.exp(read["crfw"])
        self._ends = crf[:2, None, :]
        self._steps = np.stack((crf[2:], crf[2:].T))

    def posteriors(self, texts: Sequence[str]) -> list[Floats]:
        """Return the probability of each tag at each character of each text.

        Args:
            texts: sentences in Simplified characters, best as they stand in the text; an
                empty one gives an empty array.

        Returns:
            One array a text, (len(text), len(tags)); rows sum to one.
        """
        cuts = [(i, piece) for i, text in enumerate(texts) for piece in _pieces(text)]
        results: list[list[Floats]] = [[] for _ in texts]
        found: dict[int, Floats] = {}
        for batch in _batches([piece.outer for _, piece in cuts]):
            parts = [texts[cuts[k][0]][slice(*cuts[k][1].outer)] for k in batch]
            found |= zip(batch, self._run(parts), strict=True)
        for k, (i, piece) in enumerate(cuts):
            lead = piece.inner[0] - piece.outer[0]
            results[i].append(found[k][lead : lead + piece.inner[1] - piece.inner[0]])
        empty = np.empty((0, len(self.tags)), np.float32)
        return [np.concatenate(r) if len(r) > 1 else (r[0] if r else empty) for r in results]

    def _run(self, texts: Sequence[str]) -> list[Floats]:
        packing = _Packing([len(text) for text in texts])
        return packing.unpack(self._marginals(self._emissions(texts, packing), packing))

    def _emissions(self, texts: Sequence[str], packing: _Packing) -> Floats:
        ids = np.array([self._ids[c] for text in texts for c in text], dtype=np.intp)
        kinds, inverse = np.unique(ids, return_inverse=True)
        first, second = self._layers
        table = np.matmul(self._embedding[kinds], first.project) + first.bias
        x = np.empty((2, len(ids), 3 * HIDDEN), np.float32)
        forward = inverse[packing.order]
        np.take(table[0], forward, axis=0, out=x[0], mode="clip")
        np.take(table[1], forward[packing.reverse], axis=0, out=x[1], mode="clip")
        out = _gru(x, first, packing.sizes)
        y = np.empty((2, len(ids), 2 * HIDDEN), np.float32)
        y[0], y[1, :, HIDDEN:] = _side_by_side(out, packing), out[1]
        np.take(out[0], packing.reverse, axis=0, out=y[1, :, :HIDDEN], mode="clip")
        np.matmul(y, second.project, out=x)
        x += second.bias
        last = _side_by_side(_gru(x, second, packing.sizes), packing)
        weights, bias = self._out
        scores: Floats = last @ weights + bias
        return scores

    def _marginals(self, scores: Floats, packing: _Packing) -> Floats:
        """Run the CRF forward and backward at once: backward is forward on mirrored texts."""
        scores -= scores.max(axis=1, keepdims=True)
        local = np.exp(scores, out=scores)
        seen = np.stack((local, local[packing.reverse]))
        out = np.empty_like(seen)
        first = packing.sizes[0]
        h = np.multiply(seen[:, :first], self._ends, out=out[:, :first])
        h /= h.sum(axis=2, keepdims=True)
        at = first
        for t, size in enumerate(packing.sizes[1:]):
            stop = at + size
            h = np.matmul(h[:, :size], self._steps, out=out[:, at:stop])
            h *= seen[:, at:stop]
            # Each row is scaled at the end; on the way only floats must not run out.
            if t % 4 == 0:
                h /= h.sum(axis=2, keepdims=True)
            at = stop
        # Both passes hold the character's own score, which counts once.
        result: Floats = out[0] * out[1][packing.reverse]
        result /= np.maximum(local, _TINY)
        result /= result.sum(axis=1, keepdims=True)
        return result


class _Packing:
    """Sequences laid out by time step, longest first: step t holds the sequences that reach it.

    Attributes:
        sizes: sequences at each step, descending.
        order: for each packed place, its place in the texts laid end to end.
        reverse: for each packed place, the packed place mirrored inside its sequence.
    """

    def __init__(self, lengths: Sequence[int]) -> None:
        self._lengths = np.asarray(lengths, dtype=np.intp)
        rank = np.argsort(-self._lengths, kind="stable")
        by_rank = self._lengths[rank]
        steps = np.arange(by_rank[0])
        sizes = np.searchsorted(-by_rank, -steps, side="left")
        at = np.concatenate(([0], np.cumsum(sizes)))
        t = np.repeat(steps, sizes)
        b = np.arange(at[-1]) - at[t]
        starts = np.concatenate(([0], np.cumsum(self._lengths)))[rank]
        self.sizes = [int(size) for size in sizes]
        self.order = starts[b] + t
        self.reverse = at[by_rank[b] - 1 - t] + b

    def unpack(self, packed: Floats) -> list[Floats]:
        """Cut a packed array into one array a sequence, in the order they were given."""
        flat = np.empty_like(packed)
        flat[self.order] = packed
        ends = np.cumsum(self._lengths).tolist()
        return [flat[end - n : end] for n, end in zip(self._lengths.tolist(), ends, strict=True)]


def _gru(x: Floats, layer: _Layer, sizes: Sequence[int]) -> Floats:
    """Run both directions of a GRU over packed inputs x: (2, n, 3 * HIDDEN)."""
    out = np.empty((2, x.shape[1], HIDDEN), np.float32)
    h: Floats = np.zeros((2, sizes[0], HIDDEN), np.float32)
    gates = np.empty((2, sizes[0], 2 * HIDDEN), np.float32)
    update, reset = gates[:, :, :HIDDEN], gates[:, :, HIDDEN:]
    work = np.empty((2, sizes[0], HIDDEN), np.float32)
    half = np.float32(0.5)
    at, previous = 0, sizes[0]
    for size in sizes:
        if size != previous:
            h, gates, work = h[:, :size], gates[:, :size], work[:, :size]
            update, reset = update[:, :size], reset[:, :size]
            previous = size
        stop = at + size
        np.matmul(h, layer.gates, out=gates)
        gates += x[:, at:stop, : 2 * HIDDEN]
        np.tanh(gates, out=gates)
        gates += 1
        np.multiply(reset, h, out=reset)
        np.matmul(reset, layer.candidate, out=work)
        work += x[:, at:stop, 2 * HIDDEN :]
        np.tanh(work, out=work)
        work -= h
        work *= update
        work *= half
        h = np.add(h, work, out=out[:, at:stop])
        at = stop
    return out


def _side_by_side(out: Floats, packing: _Packing) -> Floats:
    """Lay forward and backward outputs side by side: (n, 2 * HIDDEN) in forward order."""
    y = np.empty((out.shape[1], 2 * HIDDEN), np.float32)
    y[:, :HIDDEN] = out[0]
    np.take(out[1], packing.reverse, axis=0, out=y[:, HIDDEN:], mode="clip")
    return y


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a text: run the net on `outer`, keep what it says about `inner`."""

    outer: tuple[int, int]
    inner: tuple[int, int]


def _pieces(text: str) -> Iterator[_Piece]:
    """Cut a long text behind commas, else anywhere with some context on both sides."""
    start, n = 0, len(text)
    while n - start > MAX_PIECE:
        limit = start + MAX_PIECE
        pause = next((k for k in range(limit, start, -1) if text[k - 1] in _PAUSES), 0)
        if pause:
            yield _Piece((start, pause), (start, pause))
            start = pause
        else:
            outer = (max(0, start - _OVERLAP), min(n, limit + _OVERLAP))
            yield _Piece(outer, (start, limit))
            start = limit
    if start < n:
        lead = 0 if start == 0 or text[start - 1] in _PAUSES else _OVERLAP
        yield _Piece((start - lead, n), (start, n))


def _batches(spans: Sequence[tuple[int, int]]) -> Iterator[list[int]]:
    """Yield the places of pieces of like length, at most `_MAX_BATCH` characters together."""
    batch: list[int] = []
    size = 0
    for k in sorted(range(len(spans)), key=lambda k: spans[k][1] - spans[k][0]):
        length = spans[k][1] - spans[k][0]
        if batch and size + length > _MAX_BATCH:
            yield batch
            batch, size = [], 0
        batch.append(k)
        size += length
    if batch:
        yield batch


_lock = threading.Lock()
_loaded: dict[Path, Net] = {}


def load() -> Net:
    """Return the net of this process, reading it at the first call (about 0.1 s).

    Raises:
        NetUnavailableError: its files are missing or changed.
    """
    with _lock:
        folder = _folder()
        if folder not in _loaded:
            # The matrices are small. On a busy machine two threads wait for each other: the
            # median of one article fell from 40 to 17 ms with one.
            ThreadpoolController().limit(limits=1, user_api="blas")
            _loaded[folder] = Net(folder)
        return _loaded[folder]


def _folder() -> Path:
    spec = importlib.util.find_spec("jieba")
    places = spec.submodule_search_locations if spec else None
    if not places:
        raise NetUnavailableError("missing")
    return Path(places[0]) / "lac_small"


def _read_checked(folder: Path) -> dict[str, bytes]:
    """Read all files of the net and compare them with the release they are known from."""
    hasher = hashlib.sha256()
    blobs: dict[str, bytes] = {}
    for name in _FILES:
        path = folder / name if name.endswith(".dic") else folder / "model_baseline" / name
        try:
            blobs[name] = path.read_bytes()
        except OSError as error:
            raise NetUnavailableError("missing") from error
        hasher.update(blobs[name])
    if hasher.hexdigest() != _SHA256:
        raise NetUnavailableError("changed")
    return blobs


def _pairs(blob: bytes, key: int, value: int) -> Iterator[tuple[str, str]]:
    for line in blob.decode("utf-8").splitlines():
        fields = line.split("\t")
        if len(fields) == 2:
            yield fields[key], fields[value]


def _tensor(blob: bytes) -> Floats:
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
    return np.where(np.abs(values) < _TINY, np.float32(0), values)


def _layer(read: dict[str, Floats], i: int) -> _Layer:
    halved = np.concatenate((np.full(2 * HIDDEN, 0.5), np.ones(HIDDEN))).astype(np.float32)
    size = 2 * HIDDEN * HIDDEN
    recurrent = [read[f"gru_{k}.w_0"].ravel() for k in (i, i + 1)]
    bias = [read[f"fc_{k}.b_0"] + read[f"gru_{k}.b_0"].ravel() for k in (i, i + 1)]
    return _Layer(
        project=np.stack([read[f"fc_{k}.w_0"] * halved for k in (i, i + 1)]),
        bias=np.stack([b * halved for b in bias])[:, None],
        gates=np.stack([w[:size].reshape(HIDDEN, -1) for w in recurrent]) * np.float32(0.5),
        candidate=np.stack([w[size:].reshape(HIDDEN, -1) for w in recurrent]) * np.float32(0.5),
    )
