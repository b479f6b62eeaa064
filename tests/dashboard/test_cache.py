"""Results are kept by content, made once, and never by person."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest

from components import words
from components.reading import Source, read
from dashboard.cache import Shelf, call_cached, weight_of

calls: list[str] = []


def count_characters(corpus, *, twice: bool = False) -> int:
    calls.append(corpus.digest)
    return corpus.n_characters * (2 if twice else 1)


def test_memo_equal_content_is_counted_once() -> None:
    calls.clear()
    one, same, other = (
        read([Source("a", text.encode())]) for text in ("甲乙。", "甲乙。", "甲丙。")
    )
    assert call_cached(count_characters, one) == call_cached(count_characters, same) == 3
    assert len(calls) == 1
    call_cached(count_characters, other)
    assert call_cached(count_characters, one, twice=True) == 6
    assert len(calls) == 3


def test_memo_refuses_what_has_no_name() -> None:
    with pytest.raises(TypeError):
        call_cached(len, [1, 2])


def test_shelf_makes_a_value_once_even_for_many_at_a_time() -> None:
    shelf, made = Shelf(), []

    def make() -> int:
        time.sleep(0.02)
        made.append(1)
        return 7

    threads = [threading.Thread(target=shelf.get, args=("key", make)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [1]


def test_shelf_forgets_what_was_not_used_for_longest() -> None:
    shelf = Shelf(max_entries=2)
    made: list[str] = []
    for key in ("a", "b", "a", "c", "a", "b"):
        shelf.get(key, lambda key=key: made.append(key))
    assert made == ["a", "b", "c", "b"]


def test_shelf_tries_again_after_a_failure() -> None:
    shelf = Shelf()
    with pytest.raises(ZeroDivisionError):
        shelf.get("key", lambda: 1 // 0)
    assert shelf.get("key", lambda: 1) == 1


def test_shelf_makes_again_what_failed() -> None:
    shelf = Shelf()

    def fail() -> int:
        raise KeyError

    for _ in range(2):
        with pytest.raises(KeyError):
            shelf.get("key", fail)
    assert shelf.get("key", lambda: 7) == 7


def test_shelf_lets_the_longest_unused_go_when_it_is_too_heavy() -> None:
    shelf, made = Shelf(max_weight=10), []
    for key, weight in (("a", 4), ("b", 4), ("a", 4), ("c", 5), ("a", 4), ("b", 4)):
        shelf.get(key, lambda key=key: made.append(key), weight)
    assert made == ["a", "b", "c", "b"]  # b went for c, and c for b


def test_shelf_keeps_the_newest_whatever_it_weighs() -> None:
    shelf, made = Shelf(max_weight=10), []
    for key in ("light", "heavy", "heavy", "light"):
        shelf.get(key, lambda key=key: made.append(key) or key, lambda value: len(value) ** 2)
    assert made == ["light", "heavy", "light"]


def test_memo_weighs_a_result_by_what_it_holds() -> None:
    """Two bytes a character, what an array has, a few rows for all of a long table."""
    assert weight_of("甲" * 1000) - weight_of("") == 2000
    assert weight_of(np.zeros(100, np.int32)) == 400
    rows = ("甲" * 100,) * 1000
    assert weight_of(rows) == pytest.approx(1000 * weight_of(rows[0]), rel=0.05)
    assert weight_of(dict.fromkeys(range(3), "甲")) > weight_of(None) > 0
    text = "".join(f"總統府發言人表示第{n}項遺憾。" for n in range(500))
    corpus = read([Source("a", text.encode())])
    assert weight_of(corpus) >= 2 * corpus.n_characters
    tokens = words.cut(corpus)
    table = words.count(corpus, tokens)
    assert weight_of(tokens) > 5 * weight_of(words.select(table, words.WordFilter(("noun",))))
