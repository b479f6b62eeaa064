"""The net: the same numbers however it is batched, and a plain refusal where files are wrong."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.entities import find, net
from components.entities.lists import N_MARKS
from components.text import Corpus

TEXTS = [
    "",
    "俄",
    "俄罗斯外长拉夫罗夫。",
    "潘基文秘书长对当前情势很关切",
    "ＮＡＴＯ　北约。" * 40,
    "x" * 300,
]


def sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


def plain_emissions(weights: dict[str, np.ndarray], text: str, marks: np.ndarray) -> np.ndarray:
    """One character after the other, as the paper writes it, without packing or scaling."""
    ids = {chr(code): i for i, code in enumerate(weights["characters"]) if i}
    y = weights["embedding"][[ids.get(c, 0) for c in text]].astype(float)
    for number in (1, 2):
        project, bias, gates, candidate = (
            weights[f"{name}{number}"] for name in ("project", "bias", "gates", "candidate")
        )
        h = candidate.shape[-1]
        sides = []
        for side, order in enumerate((range(len(text)), reversed(range(len(text))))):
            state, out = np.zeros(h), np.zeros((len(text), h))
            for t in order:
                x = y[t] @ project[side] + bias[side]
                if number == 1 and marks[t]:
                    x = x + weights["marks"][marks[t], side]
                update, reset = np.split(sigmoid(x[: 2 * h] + state @ gates[side]), 2)
                new = np.tanh(x[2 * h :] + (reset * state) @ candidate[side])
                state = (1 - update) * state + update * new
                out[t] = state
            sides.append(out)
        y = np.concatenate(sides, axis=1)
    return y @ weights["out"] + weights["out_bias"]


def small_weights(n_hidden: int = 6, n_marks: int = 4) -> dict[str, np.ndarray]:
    """Weights of a small net by chance: the same ones each time."""
    dice = np.random.default_rng(7)
    tags = ("PER-B", "PER-I", "LOC-B", "LOC-I", "ORG-B", "ORG-I", "O")
    shapes = {
        "embedding": (5, 8), "marks": (n_marks, 2, 3 * n_hidden),
        "project1": (2, 8, 3 * n_hidden), "project2": (2, 2 * n_hidden, 3 * n_hidden),
        "out": (2 * n_hidden, 7), "out_bias": (7,), "ends": (2, 7), "steps": (7, 7),
    } | {
        f"{name}{number}": shape
        for number in (1, 2)
        for name, shape in {
            "bias": (2, 3 * n_hidden), "gates": (2, n_hidden, 2 * n_hidden),
            "candidate": (2, n_hidden, n_hidden),
        }.items()
    }  # fmt: skip
    weights = {k: dice.normal(0, 0.7, shape).astype(np.float32) for k, shape in shapes.items()}
    characters = np.array([0, *map(ord, ",甲乙丙")], np.uint32)
    return weights | {"characters": characters, "tags": np.array(tags)}


def best_path(weights: dict[str, np.ndarray], scores: np.ndarray) -> list[int]:
    """Viterbi over log scores."""
    steps, ends = weights["steps"], weights["ends"]
    total, back = scores[0] + ends[0], []
    for row in scores[1:]:
        options = total[:, None] + steps
        back.append(options.argmax(axis=0))
        total = options.max(axis=0) + row
    path = [int((total + ends[1]).argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return path[::-1]


def test_net_agrees_with_a_plain_loop() -> None:
    weights = small_weights()
    marks = np.array([0, 1, 2, 0, 3, 0, 1], np.uint8)
    model = net.Net(weights, lambda text: marks[: len(text)])
    for text in ("甲乙丙丁，甲甲", "丁"):
        packing = net._Packing([len(text)])
        own = marks[: len(text)]
        scores = packing.unpack(model._emissions([text], own, packing))[0]
        plain = plain_emissions(weights, text.replace("，", ","), own)
        np.testing.assert_allclose(scores, plain, atol=1e-4)


def test_net_prefers_the_tags_of_the_best_path() -> None:
    weights = net.read_weights(net._path())
    plain = {n: w.astype(float) if w.dtype.kind == "f" else w for n, w in weights.items()}
    model = net.Net(weights, lambda text: np.zeros(len(text), np.uint8))
    text = "潘基文秘书长根据安理会的准则行使权责"
    scores = plain_emissions(plain, text, np.zeros(len(text), np.uint8))
    assert model.posteriors([text])[0].argmax(axis=1).tolist() == best_path(plain, scores)


def test_net_gives_probabilities_for_each_character() -> None:
    for text, posterior in zip(TEXTS, net.load().posteriors(TEXTS), strict=True):
        assert posterior.shape == (len(text), 57)
        np.testing.assert_allclose(posterior.sum(axis=1), 1, atol=1e-4)


@settings(max_examples=8, deadline=None)
@given(st.permutations(range(len(TEXTS))))
def test_net_reads_a_text_alike_in_any_company(order: list[int]) -> None:
    model = net.load()
    together = model.posteriors([TEXTS[i] for i in order])
    for i, posterior in zip(order, together, strict=True):
        np.testing.assert_allclose(posterior, model.posteriors([TEXTS[i]])[0], atol=1e-4)


def test_net_is_safe_between_threads() -> None:
    model = net.load()
    alone = model.posteriors(TEXTS)
    with ThreadPoolExecutor(4) as pool:
        for found in pool.map(lambda _: net.load().posteriors(TEXTS), range(8)):
            for a, b in zip(alone, found, strict=True):
                np.testing.assert_allclose(a, b, atol=1e-5)


@pytest.mark.parametrize("length", [1, 95, 96, 97, 192, 300])
@pytest.mark.parametrize("unit", ["字", "一二三，"])
def test_net_pieces_tile_a_text(length: int, unit: str) -> None:
    text = (unit * length)[:length]
    pieces = list(net._pieces(text))
    assert [k for piece in pieces for k in range(*piece.inner)] == list(range(length))
    for piece in pieces:
        assert 0 <= piece.outer[0] <= piece.inner[0] < piece.inner[1] <= piece.outer[1] <= length


def test_net_reads_full_width_punctuation_as_half_width() -> None:
    model = net.load()
    a, b = model.posteriors(["欧盟，美国。", "欧盟,美国."])
    np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize("dot", "‧・•．")
def test_net_reads_every_dot_of_a_name_alike(dot: str) -> None:
    model = net.load()
    a, b = model.posteriors([f"皮耶{dot}勒费佛说", "皮耶·勒费佛说"])
    np.testing.assert_array_equal(a, b)


@pytest.fixture
def no_net(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "net.npz"
    monkeypatch.setattr(net, "_path", lambda: path)
    return path


def test_net_refuses_a_missing_file(no_net: Path) -> None:
    with pytest.raises(net.NetUnavailableError) as caught:
        net.load()
    assert caught.value.reason == "missing"


@pytest.mark.parametrize("content", [b"", b"?", b"PK\x03\x04 no archive"])
def test_net_refuses_a_broken_file(no_net: Path, content: bytes) -> None:
    no_net.write_bytes(content)
    with pytest.raises(net.NetUnavailableError) as caught:
        net.load()
    assert caught.value.reason == "changed"


def test_net_is_small_and_its_weights_are_whole() -> None:
    path = net._path()
    assert len(path.read_bytes()) < 6_000_000
    weights = net.read_weights(path)
    assert all(np.isfinite(w).all() for name, w in weights.items() if name != "tags")
    assert len(weights["marks"]) == N_MARKS


def test_find_without_the_net_falls_back_to_lists_and_says_so(
    no_net: Path, one_copy: Corpus
) -> None:
    index = find(one_copy)
    assert (index.engine, index.notice) == ("rules", "entities.net_missing")
    assert {"科索夫", "北約", "聯合國", "布魯塞爾"} <= {entity.name for entity in index.entities}
