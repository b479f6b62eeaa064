"""How long a search takes in 10,000 planted articles, beside `str.find` and Python's `re`.

    python -m tests.bench concordance

A third of the articles is left out as copies, so that both sides are searched. Preparing is done
once a corpus; each search is warm, and is the middle of five.
"""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Callable
from functools import partial
from statistics import median
from typing import Any

from components.concordance import (
    SearchSettings,
    lines,
    neighbours,
    prepare,
    prepare_words,
    search,
)
from components.lexicon import Lexicon
from components.text import Article, Corpus, fold
from components.words import cut, cut_texts
from tests.bench.planted import plant

ROUNDS = 5
QUERIES = (
    "總統", "的", "美?", "總統*表示", "(總統|部長|主席)", "表示[v]", "[nr]", "總統 /5 表示",
    "[ns] /3 [v]", "/總統.{0,12}(表示|指出)/", "/(.*)*(.*)*x/", "/[一二三四五六七八九十]+月/",
)  # fmt: skip


def seconds(action: Callable[[], Any], rounds: int = ROUNDS) -> tuple[float, Any]:
    """Return the middle of several times, CPU seconds of this process, and the last result."""
    taken: list[float] = []
    for _ in range(rounds):
        began = time.process_time()
        made = action()
        taken.append(time.process_time() - began)
    return median(taken), made


def planted_corpus(n: int) -> Corpus:
    """Make articles, every third left out as a copy."""
    articles = (
        Article(f"{i}", text[:12], text, text, counted=() if i % 3 == 0 else ((0, len(text)),))
        for i, text in enumerate(plant(n).texts)
    )
    return Corpus(tuple(articles))


def main() -> None:
    """Measure, and print a line a query."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--articles", type=int, default=10_000)
    corpus = planted_corpus(options.parse_args().articles)
    tokens = cut(corpus, segmenter="rjieba")
    cutting = partial(cut_texts, segmenter="rjieba", lexicon=Lexicon())
    taken, texts = seconds(lambda: prepare(corpus), 1)
    spent, words = seconds(lambda: prepare_words(texts, tokens, cutting), 1)
    print(f"{len(corpus.articles)} articles, {corpus.n_characters} characters")
    print(f"prepared in {taken:.2f} s, words in {spent:.2f} s (with the cut of what is no copy)")
    print(f"{'query':28} {'counted':>8} {'others':>8} {'ms':>7}   peer")
    whole = "\n".join(fold(article.text) for article in corpus.articles)
    for query in QUERIES:
        work = partial(search, texts, SearchSettings(query, "after"), words=words)
        taken, found = seconds(work)
        shown, _ = seconds(lambda found=found: lines(corpus, found.counted))  # type: ignore[misc]
        counts = f"{len(found.counted):8} {len(found.uncounted):8}"
        print(f"{query:28} {counts} {1e3 * (taken + shown):7.0f}   {_peer(query, whole)}")
    near = search(texts, SearchSettings("總統"))
    taken, rows = seconds(lambda: neighbours(texts, near, tokens))
    print(f"collocates of 總統: {len(rows)} in {1e3 * taken:.0f} ms")


def _peer(query: str, whole: str) -> str:
    """Measure the same search by Python itself, where it has one that ends."""
    if query in ("總統", "的"):
        taken, n = seconds(lambda: whole.count(fold(query)))
        return f"str.count {1e3 * taken:.0f} ms ({n})"
    if query.startswith("/") and "*)*" not in query:
        pattern = re.compile(fold(query[1:-1]))
        taken, n = seconds(lambda: sum(1 for _ in pattern.finditer(whole)))
        return f"re {1e3 * taken:.0f} ms ({n})"
    return ""


if __name__ == "__main__":
    main()
