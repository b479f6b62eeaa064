"""The net: the same numbers however it is batched, and a plain refusal where files are wrong."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.entities import analysis, find, net
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


def plain_emissions(model: net.Net, text: str) -> np.ndarray:
    """One character after the other, as the paper writes it, without packing or scaling."""
    h = net.HIDDEN
    y = model._embedding[[model._ids[c] for c in text]]
    for layer in model._layers:
        sides = []
        for side, order in enumerate((range(len(text)), reversed(range(len(text))))):
            state, out = np.zeros(h), np.zeros((len(text), h))
            for t in order:
                x = y[t] @ layer.project[side] + layer.bias[side][0]
                gates = sigmoid(2 * (x[: 2 * h] + state @ layer.gates[side]))
                update, reset = gates[:h], gates[h:]
                candidate = np.tanh(x[2 * h :] + (reset * state) @ (2 * layer.candidate[side]))
                state = (1 - update) * state + update * candidate
                out[t] = state
            sides.append(out)
        y = np.concatenate(sides, axis=1)
    return y @ model._out[0] + model._out[1]


def best_path(model: net.Net, scores: np.ndarray) -> list[int]:
    """Viterbi over log scores."""
    steps, ends = np.log(model._steps[0]), np.log(model._ends[:, 0])
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
    model = net.load()
    for text in ("俄罗斯外长拉夫罗夫七号在布鲁塞尔", "北约"):
        packing = net._Packing([len(text)])
        scores = packing.unpack(model._emissions([text], packing))[0]
        np.testing.assert_allclose(scores, plain_emissions(model, text), atol=1e-4)


def test_net_prefers_the_tags_of_the_best_path() -> None:
    model = net.load()
    text = "潘基文秘书长根据安理会的准则行使权责"
    path = best_path(model, plain_emissions(model, text))
    assert model.posteriors([text])[0].argmax(axis=1).tolist() == path


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


@pytest.mark.parametrize("length", [1, 63, 64, 65, 128, 200])
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


@pytest.fixture
def no_net(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(net, "_folder", lambda: tmp_path)
    return tmp_path


def test_net_refuses_missing_files(no_net: Path) -> None:
    with pytest.raises(net.NetUnavailableError) as caught:
        net.load()
    assert caught.value.reason == "missing"


def test_net_refuses_changed_files(no_net: Path) -> None:
    (no_net / "model_baseline").mkdir()
    for name in net._FILES:
        (no_net / ("" if name.endswith(".dic") else "model_baseline") / name).write_bytes(b"?")
    with pytest.raises(net.NetUnavailableError) as caught:
        net.load()
    assert caught.value.reason == "changed"


def test_find_without_the_net_falls_back_to_lists_and_says_so(
    no_net: Path, one_copy: Corpus
) -> None:
    index = find(one_copy)
    assert (index.engine, index.notice) == ("rules", "entities.net_missing")
    assert {"科索夫", "北約", "聯合國", "布魯塞爾"} <= {entity.name for entity in index.entities}


def test_words_of_tile_the_sentence() -> None:
    model = net.load()
    text = "俄罗斯外长拉夫罗夫，七号稍晚也将加入。"
    texts = [text, "", text[:9]]
    rows = analysis.words_of(model.posteriors(texts), model.tags).rows()
    for own, words in zip(texts, rows, strict=True):
        places = [k for word in words for k in range(word.start, word.end)]
        assert places == list(range(len(own)))
    assert list(analysis.words_of([], model.tags).rows()) == []
