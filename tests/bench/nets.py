"""The shipped net beside other ways to run it, and a narrow one: seconds, and F1 of the names.

`python -m tests.bench.nets [NARROW.npz]`, with the file that `tests.training.names.distil` wrote;
where onnx and onnxruntime are installed (the project needs neither), also with the layers in
onnxruntime, and with its products in int8 (dynamic; it has no GRU in int8). One thread; each way
reads the same sentences twice, in turns, in seconds of the processor. F1 is of names as `find`
gives them, each set one corpus.
"""

from __future__ import annotations

import argparse
import math
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from unittest.mock import patch

import numpy as np

from components.entities import net
from components.entities.candidates import TAGS
from components.entities.lists import ListMarks, name_lists
from components.text import simplify, split_sentences
from tests.bench.entities import SETS, by_us_together, scores

Weights = Mapping[str, np.ndarray]
_TIMED = ("news01-12", "news13-24", "gsd")
_JUDGED = ("dev", "news01-12", "passages third", "passages sixth", "news13-24", "gsd")
_ROUNDS = 2


class OnnxNet(net.Net):
    """The net with its layers in onnxruntime; what stands before and behind them is the same."""

    def __init__(self, weights: Weights, *, int8: bool) -> None:
        super().__init__(weights, name_lists().marks_of_cased)
        self._embedding = np.asarray(weights["embedding"], np.float32)
        self._n_marks = len(weights["marks"])
        self._session = _session(weights, int8=int8)

    def _emissions(
        self, texts: Sequence[str], marks: ListMarks, packing: net._Packing
    ) -> net.Floats:
        lengths = np.array([len(text) for text in texts])
        width = self._embedding.shape[1]
        x = np.zeros((lengths.max(), len(texts), width + self._n_marks), np.float32)
        ids = np.array([self._ids[c] for text in texts for c in text])
        text = np.repeat(np.arange(len(texts)), lengths)
        step = np.arange(len(ids)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        x[step, text, :width] = self._embedding[ids]
        x[step, text, width + marks] = marks > 0
        feed = {"x": x, "lengths": lengths.astype(np.int32)}
        scores: net.Floats = self._session.run(None, feed)[0][step, text]
        return scores[packing.order]


def _session(weights: Weights, *, int8: bool):  # type: ignore[no-untyped-def]
    import onnx
    import onnxruntime
    from onnxruntime.quantization import QuantType, quantize_dynamic

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    with tempfile.TemporaryDirectory() as folder:
        path, small = Path(folder) / "net.onnx", Path(folder) / "int8.onnx"
        onnx.save(_graph(weights), path)
        if int8:
            quantize_dynamic(path, small, weight_type=QuantType.QInt8)
        used = str(small if int8 else path)
        return onnxruntime.InferenceSession(used, options, providers=["CPUExecutionProvider"])


def _graph(weights: Weights):  # type: ignore[no-untyped-def]
    """Return the two layers and the output as an ONNX model; marks are part of the input."""
    from onnx import TensorProto, helper, numpy_helper

    n_hidden = weights["candidate1"].shape[-1]
    n_inputs = weights["embedding"].shape[1] + len(weights["marks"])
    constants: dict[str, np.ndarray] = {
        "shape": np.array([0, 0, 2 * n_hidden], np.int64),
        "out": np.asarray(weights["out"], np.float32),
        "out_bias": np.asarray(weights["out_bias"], np.float32),
    }
    nodes = []
    for number, source in ((1, "x"), (2, "y1")):
        own = _gru_of(weights, number)
        constants |= {f"{name}{number}": value for name, value in own.items()}
        inputs = [source, f"W{number}", f"R{number}", f"B{number}", "lengths"]
        nodes += [
            helper.make_node(
                "GRU", inputs, [f"h{number}"], hidden_size=n_hidden, direction="bidirectional"
            ),
            helper.make_node("Transpose", [f"h{number}"], [f"t{number}"], perm=[0, 2, 1, 3]),
            helper.make_node("Reshape", [f"t{number}", "shape"], [f"y{number}"]),
        ]
    nodes += [
        helper.make_node("MatMul", ["y2", "out"], ["product"]),
        helper.make_node("Add", ["product", "out_bias"], ["scores"]),
    ]
    graph = helper.make_graph(
        nodes,
        "names",
        [
            helper.make_tensor_value_info("x", TensorProto.FLOAT, ["t", "n", n_inputs]),
            helper.make_tensor_value_info("lengths", TensorProto.INT32, ["n"]),
        ],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["t", "n", "tags"])],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    return model


def _gru_of(weights: Weights, number: int) -> dict[str, np.ndarray]:
    """Return W, R and B of a layer; ONNX's update gate says how much of the old state stays."""
    project, bias, gates, candidate = (
        np.asarray(weights[f"{name}{number}"], np.float32)
        for name in ("project", "bias", "gates", "candidate")
    )
    if number == 1:
        marks = np.asarray(weights["marks"], np.float32)
        project = np.concatenate((project, marks.transpose(1, 0, 2)), axis=1)
    n = candidate.shape[-1]
    sign = np.concatenate((-np.ones(n), np.ones(2 * n))).astype(np.float32)
    recurrent = np.concatenate((gates, candidate), axis=2)
    return {
        "W": np.ascontiguousarray((project * sign).transpose(0, 2, 1)),
        "R": np.ascontiguousarray((recurrent * sign).transpose(0, 2, 1)),
        "B": np.concatenate((bias * sign, np.zeros((2, 3 * n), np.float32)), axis=1),
    }


def nets(narrow: Path | None) -> Iterator[tuple[str, net.Net]]:
    """Yield the ways to run the net that can be measured here."""
    shipped = net.read_weights(net._path())
    yield "numpy, as it ships", net.load()
    try:
        yield "onnxruntime", OnnxNet(shipped, int8=False)
        yield "onnxruntime, int8", OnnxNet(shipped, int8=True)
    except ImportError:
        print("onnx and onnxruntime are not installed: their ways are left out")
    if narrow:
        small = net.read_weights(narrow)
        name = f"numpy, hidden {small['candidate1'].shape[-1]}"
        yield name, net.Net(small, name_lists().marks_of_cased)


def main() -> None:
    """Print seconds and F1 of each way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("narrow", type=Path, nargs="?")
    ways = dict(nets(parser.parse_args().narrow))
    texts = [sample.text for name in _TIMED for sample in SETS[name]()]
    sentences = [text[a:b] for text in texts for a, b in split_sentences(text, 0, len(text))]
    copies = simplify(sentences)
    best = dict.fromkeys(ways, math.inf)
    for _ in range(_ROUNDS):
        for name, own in ways.items():
            begun = time.process_time()
            own.posteriors(copies, TAGS)
            best[name] = min(best[name], time.process_time() - begun)
    print(f"{'':22} {'seconds':>8}  " + "  ".join(f"{name:>14}" for name in _JUDGED))
    for name, own in ways.items():
        with patch.object(net, "load", lambda own=own: own):
            told = [f"{_f1(judged):14.1f}" for judged in _JUDGED]
        print(f"{name:22} {best[name]:8.2f}  " + "  ".join(told), flush=True)


def _f1(name: str) -> float:
    samples = list(SETS[name]())
    found = by_us_together([sample.text for sample in samples])
    return scores([sample.names for sample in samples], found)[2]


if __name__ == "__main__":
    main()
