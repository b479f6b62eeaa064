"""Runs the sequence network that reads names, with numpy alone.

A two-layer bidirectional GRU with a CRF over parts of speech and kinds of names (after Jiao, Sun
& Sun 2018, arXiv:1807.01882): Baidu's small LAC model, which jieba ships, went on learning on
today's news (`tests/training/names/README.md`). Beside each character it reads a mark that says
whether a list of names holds what stands there.

Sentences are packed by time step, longest first, so that a batch computes no padding; both
directions run in one product. The CRF gives posteriors (forward-backward in probability space,
scaled at each step), from which spans and their confidence are read.
"""

from __future__ import annotations

import io
import threading
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from components.entities.lists import DOTS, ListMarks, name_lists
from components.text import bounds_of

Floats = NDArray[np.float32]
MAX_PIECE = 96  # characters; longer sentences are cut, at a comma where there is one
_OVERLAP = 12  # characters of context on each side of a cut that no comma allows
_MAX_BATCH = 4096  # characters run at once; 5 kB of activations each
_TINY = np.float32(1e-30)
_PAUSES = frozenset("，；、：,;:　 ")
_WEIGHTS = "names_net.npz"
# The net was trained on half-width punctuation and takes the full-width kind for unknown.
_HALF_WIDTH = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | dict(
    zip("。、「」『』", ".,“”‘’", strict=True)
)
# One dot stands in names of several parts, however it is typed.
_DOTS = dict.fromkeys(DOTS, "·")


class NetUnavailableError(Exception):
    """The file of the net's weights is missing, or is not what it was.

    Attributes:
        reason: `missing` or `changed`.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return f"the entity net cannot be used: its file is {self.reason}"


@dataclass(frozen=True, slots=True)
class _Layer:
    """A bidirectional GRU layer; the first axis of every array is forward, backward.

    The gates' weights are halved, since sigmoid(x) = (1 + tanh(x / 2)) / 2.
    """

    project: Floats  # (2, n_inputs, 3 * n_hidden)
    bias: Floats  # (2, 1, 3 * n_hidden)
    gates: Floats  # (2, n_hidden, 2 * n_hidden): update, reset
    candidate: Floats  # (2, n_hidden, n_hidden)

    @classmethod
    def of(cls, weights: Mapping[str, NDArray[np.generic]], number: int) -> _Layer:
        """Take a layer's weights."""
        own = ("project", "bias", "gates", "candidate")
        project, bias, gates, candidate = (_floats(weights[f"{name}{number}"]) for name in own)
        half = _halves(candidate.shape[-1])
        two = np.float32(2)
        return cls(project * half, (bias * half)[:, None], gates / two, candidate / two)


def _floats(weights: NDArray[np.generic]) -> Floats:
    """Return weights as the net reckons with them; denormal ones slow a product down fivefold."""
    plain = weights.astype(np.float32)
    return np.where(np.abs(plain) < _TINY, np.float32(0), plain)


def _halves(n_hidden: int) -> Floats:
    return np.concatenate((np.full(2 * n_hidden, 0.5), np.ones(n_hidden))).astype(np.float32)


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
    """The net in memory, about 40 MB; safe to share between threads.

    Attributes:
        tags: the tag of each column of the posteriors, such as `PER-B` or `v-I`.
    """

    def __init__(
        self, weights: Mapping[str, NDArray[np.generic]], mark: Callable[[str], ListMarks]
    ) -> None:
        """Take weights by name, and what marks the listed names in a text.

        Args:
            weights: `characters`, each a code point, first the one for all unknown letters;
                `embedding` of each; `marks`; `project`, `bias`, `gates` and `candidate` of
                layers 1 and 2, the first axis forward and backward; `out` and `out_bias`;
                `ends` and `steps` of the CRF; `tags`.
            mark: returns the mark of each character of a text.
        """
        self.tags = tuple(str(tag) for tag in weights["tags"])
        ids = {chr(int(code)): i for i, code in enumerate(weights["characters"]) if i}
        wide = {a: ids[b] for a, b in (_HALF_WIDTH | _DOTS).items() if b in ids}
        self._ids = _Ids(ids | wide, unknown=0)
        self._mark = mark
        self._layers = (_Layer.of(weights, 1), _Layer.of(weights, 2))
        first = self._layers[0]
        self._n_hidden = first.candidate.shape[-1]
        # What each character, and each mark, gives to the first layer.
        self._characters = np.matmul(_floats(weights["embedding"]), first.project) + first.bias
        self._marks = _floats(weights["marks"]) * _halves(self._n_hidden)
        self._out = (_floats(weights["out"]), _floats(weights["out_bias"]))
        self._ends = np.exp(_floats(weights["ends"]))[:, None, :]
        steps = np.exp(_floats(weights["steps"]))
        self._steps = np.stack((steps, steps.T))

    def posteriors(self, texts: Sequence[str], tags: Sequence[str] = ()) -> list[Floats]:
        """Return the probability of each tag at each character of each text.

        Args:
            texts: sentences in Simplified characters, best as they stand in the text; an
                empty one gives an empty array.
            tags: those that are asked for; all where none is named.

        Returns:
            One array a text, (len(text), len(tags)); rows of all tags sum to one.
        """
        columns = [self.tags.index(tag) for tag in tags]
        marks = self._mark("\n".join(texts))
        offsets = bounds_of([len(text) + 1 for text in texts]).tolist()
        cuts = [(i, piece) for i, text in enumerate(texts) for piece in _pieces(text)]
        results: list[list[Floats]] = [[] for _ in texts]
        found: dict[int, Floats] = {}
        for batch in _batches([piece.outer for _, piece in cuts]):
            own = [(cuts[k][0], *cuts[k][1].outer) for k in batch]
            parts = [texts[i][start:end] for i, start, end in own]
            marked = [marks[offsets[i] + start : offsets[i] + end] for i, start, end in own]
            run = self._run(parts, np.concatenate(marked), columns)
            found |= zip(batch, run, strict=True)
        for k, (i, piece) in enumerate(cuts):
            lead = piece.inner[0] - piece.outer[0]
            results[i].append(found[k][lead : lead + piece.inner[1] - piece.inner[0]])
        empty = np.empty((0, len(columns) or len(self.tags)), np.float32)
        return [np.concatenate(r) if len(r) > 1 else (r[0] if r else empty) for r in results]

    def _run(self, texts: Sequence[str], marks: ListMarks, columns: Sequence[int]) -> list[Floats]:
        packing = _Packing([len(text) for text in texts])
        result = self._marginals(self._emissions(texts, marks, packing), packing)
        return packing.unpack(result[:, columns] if columns else result)

    def _emissions(self, texts: Sequence[str], marks: ListMarks, packing: _Packing) -> Floats:
        n_hidden = self._n_hidden
        ids = np.array([self._ids[c] for text in texts for c in text], dtype=np.intp)
        first, second = self._layers
        x = np.empty((2, len(ids), 3 * n_hidden), np.float32)
        for side, places in enumerate((packing.order, packing.order[packing.reverse])):
            np.take(self._characters[side], ids[places], axis=0, out=x[side], mode="clip")
            marked = np.flatnonzero(marks[places])
            x[side, marked] += self._marks[marks[places[marked]], side]
        out = _gru(x, first, packing.sizes)
        y = np.empty((2, len(ids), 2 * n_hidden), np.float32)
        y[0], y[1, :, n_hidden:] = _side_by_side(out, packing), out[1]
        np.take(out[0], packing.reverse, axis=0, out=y[1, :, :n_hidden], mode="clip")
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
    """Run both directions of a GRU over packed inputs x: (2, n, 3 * n_hidden)."""
    n_hidden = layer.candidate.shape[-1]
    out = np.empty((2, x.shape[1], n_hidden), np.float32)
    h: Floats = np.zeros((2, sizes[0], n_hidden), np.float32)
    gates = np.empty((2, sizes[0], 2 * n_hidden), np.float32)
    update, reset = gates[:, :, :n_hidden], gates[:, :, n_hidden:]
    work = np.empty((2, sizes[0], n_hidden), np.float32)
    half = np.float32(0.5)
    at, previous = 0, sizes[0]
    for size in sizes:
        if size != previous:
            h, gates, work = h[:, :size], gates[:, :size], work[:, :size]
            update, reset = update[:, :size], reset[:, :size]
            previous = size
        stop = at + size
        np.matmul(h, layer.gates, out=gates)
        gates += x[:, at:stop, : 2 * n_hidden]
        np.tanh(gates, out=gates)
        gates += 1
        np.multiply(reset, h, out=reset)
        np.matmul(reset, layer.candidate, out=work)
        work += x[:, at:stop, 2 * n_hidden :]
        np.tanh(work, out=work)
        work -= h
        work *= update
        work *= half
        h = np.add(h, work, out=out[:, at:stop])
        at = stop
    return out


def _side_by_side(out: Floats, packing: _Packing) -> Floats:
    """Lay forward and backward outputs side by side: (n, 2 * n_hidden) in forward order."""
    n_hidden = out.shape[2]
    y = np.empty((out.shape[1], 2 * n_hidden), np.float32)
    y[:, :n_hidden] = out[0]
    np.take(out[1], packing.reverse, axis=0, out=y[:, n_hidden:], mode="clip")
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
_loaded: dict[Traversable, Net] = {}


def load() -> Net:
    """Return the net of this process, reading it at the first call (about 0.2 s).

    Raises:
        NetUnavailableError: its file is missing or broken.
    """
    with _lock:
        path = _path()
        if path not in _loaded:
            # The matrices are small. On a busy machine two threads wait for each other: the
            # median of one article fell from 40 to 17 ms with one.
            ThreadpoolController().limit(limits=1, user_api="blas")
            _loaded[path] = Net(read_weights(path), name_lists().marks_of_cased)
        return _loaded[path]


def _path() -> Traversable:
    return files(__package__).joinpath("data", _WEIGHTS)


def read_weights(path: Traversable) -> dict[str, NDArray[np.generic]]:
    """Read a file of weights.

    Raises:
        NetUnavailableError: it is missing or broken.
    """
    try:
        with np.load(io.BytesIO(path.read_bytes())) as arrays:
            return {name: arrays[name] for name in arrays.files}
    except OSError as error:
        raise NetUnavailableError("missing") from error
    except (ValueError, EOFError, zipfile.BadZipFile) as error:
        raise NetUnavailableError("changed") from error
