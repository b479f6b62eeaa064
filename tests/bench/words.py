"""Word F1 (exact spans) and speed of every way to cut, on Universal Dependencies gold text.

    python -m tests.bench.words

The gold files never enter the wheel; see `gold.py` for where they are looked for.
"""

from __future__ import annotations

import argparse
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from components.entities import as_names, find
from components.reading import AS_IS, Source, read
from components.text import simplify
from components.words import SegmenterMissingError, SegmenterName, cut, lock, segmenter_of
from components.words.dictionary import tokenizer
from tests.bench.gold import gold_file

ROOT = Path(__file__).parents[2]
FILES = {"Traditional": "zh_gsd-ud-dev.conllu", "Simplified": "zh_gsdsimp-ud-dev.conllu"}
MODES: tuple[SegmenterName, ...] = ("jieba", "rjieba", "wapic")
ROUNDS = 3

Span = tuple[int, int]
Cutter = Callable[[Sequence[str]], list[list[Span]]]


@dataclass(frozen=True, slots=True)
class GoldSentence:
    """A sentence, its words and their universal parts of speech."""

    text: str
    words: tuple[Span, ...]
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """How many spans agree; precision, recall and F1 in per cent."""

    right: int
    guessed: int
    gold: int

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, in per cent."""
        return 200 * self.right / max(1, self.guessed + self.gold)


def read_gold(path: Path) -> list[GoldSentence]:
    """Read a CoNLL-U file; words are placed in the text of their sentence."""
    return [_sentence(block) for block in path.read_text("utf-8").strip().split("\n\n")]


def _sentence(block: str) -> GoldSentence:
    lines = block.splitlines()
    text = next(line[9:] for line in lines if line.startswith("# text = "))
    words, tags, at = [], [], 0
    for line in lines:
        fields = line.split("\t")
        if len(fields) != 10 or not fields[0].isdigit():
            continue
        start = text.index(fields[1], at)
        at = start + len(fields[1])
        words.append((start, at))
        tags.append(fields[3])
    return GoldSentence(text, tuple(words), tuple(tags))


def score(gold: Sequence[GoldSentence], cuts: Sequence[Sequence[Span]]) -> Score:
    """Compare exact spans, punctuation included."""
    pairs = [(set(g.words), set(c)) for g, c in zip(gold, cuts, strict=True)]
    return Score(
        sum(len(a & b) for a, b in pairs),
        sum(len(b) for _, b in pairs),
        sum(len(a) for a, _ in pairs),
    )


def kinds_of_errors(
    gold: Sequence[GoldSentence], cuts: Sequence[Sequence[Span]]
) -> Counter[tuple[str, str]]:
    """Count gold words that were missed, by part of speech and by what happened to them."""
    errors: Counter[tuple[str, str]] = Counter()
    for sentence, guessed in zip(gold, cuts, strict=True):
        starts, ends = {s for s, _ in guessed}, {e for _, e in guessed}
        for (start, end), tag in zip(sentence.words, sentence.tags, strict=True):
            if (start, end) in set(guessed):
                continue
            edges = (start in starts) + (end in ends)
            errors[tag, ("crossed", "joined", "split")[edges]] += 1
    return errors


def plain(texts: Sequence[str]) -> list[list[Span]]:
    """Cut with jieba as it comes, on the text as it stands."""
    return [list(_spans(text, tokenizer().cut(text))) for text in texts]


def converted(texts: Sequence[str]) -> list[list[Span]]:
    """Cut with jieba on aligned Simplified copies, nothing else."""
    return plain(simplify(texts))


def posseg(texts: Sequence[str]) -> list[list[Span]]:
    """Cut and tag with jieba.posseg, on aligned Simplified copies."""
    from jieba import posseg as peer

    return [list(_spans(c, (w.word for w in peer.lcut(c)))) for c in simplify(texts)]


def agreement(texts: Sequence[str]) -> tuple[float, float]:
    """Return how many words of jieba.posseg we cut alike, and tag alike among these."""
    from jieba import posseg as peer

    copies = simplify(texts)
    mine = segmenter_of("jieba").cut(copies)
    words = alike = same = 0
    for copy, cut_words in zip(copies, mine, strict=True):
        tags, at = {(s, e): pos for s, e, pos in cut_words}, 0
        for word in peer.lcut(copy):
            span = (at, at + len(word.word))
            at = span[1]
            words += bool(word.word.strip())
            alike += span in tags
            same += tags.get(span) == word.flag
    return alike / max(1, words), same / max(1, alike)


def ours(name: SegmenterName, *, names: bool = False) -> Cutter:
    """Return one of our modes, the whole way from corpus to tokens; with `names` locked in."""

    def run(texts: Sequence[str]) -> list[list[Span]]:
        data = "\n".join(texts).encode()
        corpus = read([Source("gold", data, settings=AS_IS)])
        starts, at = [], 0
        for text in texts:
            starts.append(at)
            at += len(text) + 1
        cuts: list[list[Span]] = [[] for _ in texts]
        found = cut(corpus, segmenter=name)
        if names:
            found = lock(corpus, found, as_names(find(corpus), corpus))
        tokens = sorted(t for words in found.tokens for t in map(_span, words))
        i = 0
        for start, end in tokens:
            while i + 1 < len(starts) and starts[i + 1] <= start:
                i += 1
            cuts[i].append((start - starts[i], end - starts[i]))
        return cuts

    return run


def _span(token: object) -> Span:
    return token.start, token.end  # type: ignore[attr-defined]


def _spans(text: str, words: Iterator[str]) -> Iterator[Span]:
    at = 0
    for word in words:
        if word.strip():
            yield at, at + len(word)
        at += len(word)


def measure(gold: Sequence[GoldSentence], cutter: Cutter) -> tuple[Score, float, list[list[Span]]]:
    """Return the score, characters per second (best of some rounds) and the cuts."""
    texts = [sentence.text for sentence in gold]
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.perf_counter()
        cuts = cutter(texts)
        best = min(best, time.perf_counter() - start)
    return score(gold, cuts), sum(map(len, texts)) / best, cuts


def report(errors: int) -> None:
    """Print a table for each file, and what the default mode gets wrong."""
    for script, name in FILES.items():
        gold = read_gold(gold_file(name))
        print(f"\n{script}: {name}, {len(gold)} sentences, {sum(len(g.words) for g in gold)} words")
        systems: dict[str, Cutter] = {"plain jieba": plain, "jieba, converted": converted}
        systems["posseg, converted"] = posseg
        systems |= {f"wenmai {mode}": ours(mode) for mode in MODES}
        systems |= {f"{mode}, names": ours(mode, names=True) for mode in MODES}
        for label, cutter in systems.items():
            try:
                result, speed, cuts = measure(gold, cutter)
            except SegmenterMissingError as missing:
                print(f"  {label:<18} {missing}")
                continue
            print(f"  {label:<18} F1 {result.f1:5.2f}  {speed:9,.0f} characters/s")
            if label == "wenmai jieba":
                listed = kinds_of_errors(gold, cuts).most_common(errors)
                shown = ", ".join(f"{tag} {how} {n}" for (tag, how), n in listed)
        alike, same = agreement([sentence.text for sentence in gold])
        print(
            f"  with jieba.posseg: {alike:.1%} of its words alike, {same:.1%} of these with its tag"
        )
        print("  missed gold words of the default mode:", shown)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--errors", type=int, default=12, help="kinds of errors to list")
    logging.getLogger("jieba").setLevel(logging.CRITICAL)
    report(parser.parse_args().errors)


if __name__ == "__main__":
    main()
