"""How long the whole analysis of the sample takes, beside jieba.posseg on one converted copy.

    python -m tests.bench.analysis

Each figure is the best of several runs, so that a busy machine spoils it least. Factors are
ratios within one run; the milliseconds depend on the machine.
"""

from __future__ import annotations

import logging
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from components import duplicates, entities, network, words
from components.reading import read, sources_in
from components.text import Corpus

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds"
_RUNS = 15
_COLD_RUNS = 5
_BASE = "import jieba; jieba.initialize(); import numpy"


def best(action: Callable[[], object], runs: int = _RUNS) -> float:
    """Return the shortest of several runs, in milliseconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return 1000 * min(times)


def steps() -> dict[str, Callable[[], object]]:
    """Return each step of the analysis as a call, fed with the results before it."""
    corpus = read(sources_in(SEEDS))
    report = duplicates.find(corpus)
    counted = duplicates.unique(corpus, report)
    index, tokens = entities.find(counted), words.cut(counted)
    return {
        "read": lambda: read(sources_in(SEEDS)),
        "duplicates": lambda: duplicates.unique(corpus, duplicates.find(corpus)),
        "words": lambda: words.count(counted, words.cut(counted)),
        "entities": lambda: entities.find(counted),
        "names lock words": lambda: words.lock(counted, tokens, entities.as_names(index, counted)),
        "network": lambda: network.cooccur(index),
        "(all copies: words)": lambda: words.count(corpus, words.cut(corpus)),
        "(all copies: entities)": lambda: entities.find(corpus),
    }


def whole() -> Corpus:
    """Read the sample and analyse it to the network, without any cache of results."""
    corpus = read(sources_in(SEEDS))
    counted = duplicates.unique(corpus, duplicates.find(corpus))
    index = entities.find(counted)
    names = entities.as_names(index, counted)
    words.count(counted, words.lock(counted, words.cut(counted), names))
    network.cooccur(index)
    return counted


def posseg() -> Callable[[], object]:
    """Return jieba.posseg on the converted characters of one copy."""
    import jieba
    import jieba.posseg

    jieba.setLogLevel(logging.CRITICAL)
    text = read(sources_in(SEEDS)).articles[0].text[:726]
    [converted] = words.simplify([text])
    jieba.posseg.lcut(converted)
    return lambda: jieba.posseg.lcut(converted)


def cold(code: list[str]) -> float:
    """Return the median time of a fresh process, in milliseconds."""
    times = []
    for _ in range(_COLD_RUNS):
        start = time.perf_counter()
        subprocess.run([sys.executable, *code], cwd=ROOT, capture_output=True, check=True)
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def main() -> None:
    """Print the table."""
    whole()
    peer = best(posseg())
    total = best(whole)
    print(f"jieba.posseg on 726 converted characters   {peer:8.1f} ms")
    print(
        f"whole analysis of the sample, read to network {total:5.1f} ms   factor {total / peer:.2f}"
    )
    for name, action in steps().items():
        taken = best(action)
        print(f"  {name:24} {taken:8.2f} ms   {taken / total:6.1%}")
    base = cold(["-c", _BASE])
    ours = cold(["-m", "dashboard.cli", "analyse", "seeds"])
    print(f"cold process, jieba and numpy  {base:8.0f} ms")
    print(f"cold `wenmai analyse seeds/`   {ours:8.0f} ms   factor {ours / base:.2f}")


if __name__ == "__main__":
    main()
