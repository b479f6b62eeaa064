"""The linear search finds the paths of jieba's own."""

from __future__ import annotations

import importlib.util
import types

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.words.dictionary import tokenizer
from components.words.viterbi import viterbi


@pytest.fixture(scope="module")
def theirs() -> types.ModuleType:
    """A copy of jieba's module of its own, whose search nobody replaced."""
    tokenizer()
    spec = importlib.util.find_spec("jieba.finalseg")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@given(st.text(st.sampled_from("的了拉夫羅科索罗龘靐中國国人"), min_size=1, max_size=60))
def test_viterbi_finds_the_path_of_jieba(theirs: types.ModuleType, run: str) -> None:
    model = "BMES", theirs.start_P, theirs.trans_P, theirs.emit_P
    assert viterbi(run, *model) == theirs.viterbi(run, *model)


def test_viterbi_is_what_the_tokenizer_uses() -> None:
    tokenizer()
    from jieba import finalseg

    assert finalseg.viterbi is viterbi
