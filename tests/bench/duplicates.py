"""How well and how fast duplicates are found, on planted copies, with peers in the same run.

    python -m tests.bench.duplicates [1000|10000|100000] [--peers PYTHON] [--unit sentence]

`--peers` names an interpreter that has datasketch, gaoya and rensa; a missing one is said.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np

from components.duplicates import DuplicateReport, DuplicateSettings, find, regroup
from components.duplicates.minhash import find_near_pairs
from components.reading import join_lines, read, sources_in
from components.text import Article, Corpus, fold_letters
from tests.bench import planted

ROOT = Path(__file__).parents[2]
PEERS = {"datasketch": 20.0, "gaoya": 4.0, "rensa": 4.0}


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", nargs="?", type=int, default=1000)
    parser.add_argument("--peers", default=sys.executable)
    parser.add_argument("--unit", choices=("clause", "sentence"), default="clause")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    sample()
    pastes()
    boilerplate(min(options.size, 5000))
    made = planted.plant(options.size, seed=options.seed, unit=options.unit)
    corpus = corpus_of(made.texts)
    seconds, report = best(lambda: find(corpus), 1 if options.size > 10_000 else 2)
    row("find", f"{seconds:.2f} s", f"{options.size} articles, {corpus.n_characters} characters")
    quality(made, report)
    slider(corpus, report)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    row("memory", f"{peak:.0f} MB", "peak of the process, texts included; bar 1024 at 100k")
    speed(made, options.peers)


def row(name: str, value: str, note: str = "") -> None:
    """Print a row of the table."""
    print(f"{name:<28}{value:>14}   {note}", flush=True)


def best(run: Callable[[], object], times: int) -> tuple[float, object]:
    """Return the shortest time of some runs, and the last result."""
    shortest, result = float("inf"), None
    for _ in range(times):
        began = time.perf_counter()
        result = run()
        shortest = min(shortest, time.perf_counter() - began)
    return shortest, result


def corpus_of(texts: Iterable[str]) -> Corpus:
    """Make a corpus of texts, lines joined as reading does."""
    articles = []
    for number, raw in enumerate(texts):
        text = join_lines(raw).text
        articles.append(Article(str(number), "", text, text, counted=((0, len(text)),)))
    return Corpus(tuple(articles), digest="bench")


def sample() -> None:
    """Time the sample: read it, find its period and its copies."""
    seconds, report = best(lambda: find(read(sources_in(ROOT / "seeds"))), 20)
    passage = report.passages[0]
    row("sample, with reading", f"{seconds * 1000:.2f} ms", "bar 5 ms")
    row("sample, period x copies", f"{passage.period} x {len(passage.copies)}", "bar 726 x 12")


def pastes() -> None:
    """Count pasted texts of which period and number of copies are right."""
    for percent in (0, *planted.EDITS):
        right = exact = 0
        cases = planted.pastes(seed=7, share=percent / 100)
        for text, length, copies in cases:
            found = find(corpus_of([text])).passages
            good = bool(found) and len(found[0].copies) == copies
            right += good and abs(found[0].period - length) <= 0.03 * length
            exact += good and found[0].period == length
        row(f"pasted, {percent} % edits", f"{right} of {len(cases)}", f"{exact} to the character")


def boilerplate(n: int) -> None:
    """Recall of planted boilerplate after wrapping, and articles wrongly said to share."""
    made = planted.with_boilerplate(n)
    report = find(corpus_of(made.texts))
    true = {number: (start, end) for number, start, end, _ in made.boilerplate}
    found: set[int] = set()
    false: set[int] = set()
    for group in report.shared:
        for member in group.members:
            number = int(member.span.article_id)
            start, end = true.get(number, (0, 0))
            met = member.span.start < end and start < member.span.end
            (found if met else false).add(number)
    row("shared boilerplate", f"{len(found) / len(true):.4f}", "recall after wrapping; bar 1.000")
    row("  false", f"{len(false) / n:.4f}", "articles; bar .005")


def quality(made: planted.Planted, report: DuplicateReport) -> None:
    """Recall by kind, precision of pairs and the largest group that mixes families."""
    group_of = {
        int(member.span.article_id): number
        for number, group in enumerate(report.groups)
        for member in group.members
    }
    planted_kinds, found = Counter(), Counter()
    for one, two, kind in made.pairs:
        planted_kinds[kind] += 1
        found[kind] += one in group_of and group_of[one] == group_of.get(two)
    for kind in planted.KINDS:
        if planted_kinds[kind]:
            row(f"  recall, {kind}", f"{found[kind] / planted_kinds[kind]:.4f}",
                f"{planted_kinds[kind]} pairs")  # fmt: skip
    row("recall", f"{found.total() / planted_kinds.total():.4f}", "bar .995")
    true = all_pairs = largest = 0
    for group in report.groups:
        families = Counter(made.families[int(m.span.article_id)] for m in group.members)
        all_pairs += len(group.members) * (len(group.members) - 1) // 2
        true += sum(count * (count - 1) // 2 for count in families.values())
        largest = max(largest, len(group.members) if len(families) > 1 else 0)
    row("precision", f"{true / max(1, all_pairs):.4f}", "pairs; bar .999")
    row("largest false cluster", str(largest), "articles")


def slider(corpus: Corpus, report: DuplicateReport) -> None:
    """Time new groups at other similarities."""
    slowest = 0.0
    for similarity in (0.36, 0.5, 0.7, 0.9):
        settings = DuplicateSettings(similarity=similarity)
        seconds, _ = best(lambda s=settings: regroup(corpus, report, s), 3)
        slowest = max(slowest, seconds)
    row("slider", f"{slowest * 1000:.0f} ms", "bar 200 ms at 10k")


def speed(made: planted.Planted, python: str) -> None:
    """Time pairs from folded texts, here and with the peers."""
    folded = [fold_letters(text).text for text in made.texts]
    seconds, pairs = best(lambda: own_pairs(folded), 3)
    ours = recall_of(pairs.tolist(), made)
    row("pairs, Wenmai", f"{seconds:.2f} s", f"recall {ours:.4f}, every pair compared")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "texts.json"
        file.write_text(json.dumps(folded), "utf-8")
        for name, bar in PEERS.items():
            answer = run_peer(python, name, file)
            if "missing" in answer:
                row(f"pairs, {name}", "missing", f"pip install {name}")
                continue
            factor = answer["seconds"] / seconds
            recall = recall_of(answer["pairs"], made)
            row(f"pairs, {name}", f"{answer['seconds']:.2f} s",
                f"recall {recall:.4f}, x {factor:.1f}; bar {bar:g}")  # fmt: skip


def own_pairs(folded: Sequence[str]) -> np.ndarray:
    """Find near copies from folded texts, as the peers do."""
    letters = np.frombuffer("".join(folded).encode("utf-32-le"), "<u4").astype(np.uint16)
    offsets = np.cumsum([0, *map(len, folded)])
    return find_near_pairs(letters, offsets)[0]


def recall_of(pairs: Iterable[Sequence[int]], made: planted.Planted) -> float:
    """Share of the planted pairs that were found."""
    found = {(min(pair), max(pair)) for pair in pairs}
    hits = sum((min(a, b), max(a, b)) in found for a, b, _ in made.pairs)
    return hits / max(1, len(made.pairs))


def run_peer(python: str, name: str, file: Path) -> dict:
    """Run a peer in its interpreter, on one thread."""
    one = dict.fromkeys(("RAYON_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    script = Path(__file__).with_name("duplicate_peers.py")
    done = subprocess.run(
        [python, str(script), name, str(file)],
        capture_output=True, text=True, env=os.environ | one, check=False,
    )  # fmt: skip
    if done.returncode:
        return {"missing": name, "why": done.stderr[-300:]}
    return json.loads(done.stdout)


if __name__ == "__main__":
    main()
