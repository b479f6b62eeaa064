"""Entity F1 (exact span and kind) and speed, side by side with jieba.posseg and the bare net.

`python -m tests.bench.entities [GOLD.iob2 …]` prints a table a file; `--errors KIND` lists what
went wrong, `--half A|B` keeps every second document, `--ablate` leaves out one rule at a time.
Each sentence of a file is one article, as `--lines` reads it.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from components.entities import analysis as entities_analysis
from components.entities import find, net, rules
from components.lexicon import KINDS
from components.reading import AS_IS, Source, read
from components.text import Corpus, simplify
from tests.bench.gold import gold_file

Name = tuple[int, int, str]
_FILES = ("uner-gsd-dev.iob2", "uner-gsdsimp-dev.iob2")
_POSSEG = {"nr": "PER", "nrt": "PER", "nrfg": "PER", "ns": "LOC", "nt": "ORG"}


class Sample(NamedTuple):
    """A gold sentence: its document, text, and names."""

    document: str
    text: str
    names: frozenset[Name]


def gold(path: Path) -> list[Sample]:
    """Read an IOB2 file; words are put together without spaces, as Chinese is written."""
    samples: list[Sample] = []
    document, text, names = "", "", list[list[object]]()
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("# newdoc id"):
            document = line.partition("=")[2].strip()
        elif not line.strip() and text:
            found = frozenset((a, b, k) for a, b, k in names if k in KINDS)
            samples.append(Sample(document, text, found))  # type: ignore[arg-type]
            text, names = "", []
        elif line.strip() and not line.startswith("#"):
            word, tag = line.split("\t")[1:3]
            if tag.startswith("B"):
                names.append([len(text), 0, tag[2:]])
            text += word
            if tag != "O":
                names[-1][1] = len(text)
    return samples


def by_posseg(texts: Sequence[str]) -> list[set[Name]]:
    """Return what jieba.posseg tags nr, ns, nt on the aligned Simplified copy."""
    import jieba.posseg

    results: list[set[Name]] = []
    for copy in simplify(texts):
        at, names = 0, set[Name]()
        for word, flag in jieba.posseg.lcut(copy):
            if flag in _POSSEG:
                names.add((at, at + len(word), _POSSEG[flag]))
            at += len(word)
        results.append(names)
    return results


def by_net(texts: Sequence[str], *, convert: bool = True) -> list[set[Name]]:
    """Return what the bare net tags PER, LOC, ORG."""
    model = net.load()
    copies = simplify(texts) if convert else list(texts)
    words = entities_analysis.words_of(model.posteriors(copies), model.tags)
    return [{(w.start, w.end, w.tag) for w in row if w.tag in KINDS} for row in words.rows()]


def by_us(texts: Sequence[str]) -> list[set[Name]]:
    """Return what `find` finds, a text an article."""
    corpus: Corpus = read(
        Source(str(i), text.encode(), settings=AS_IS) for i, text in enumerate(texts)
    )
    index = find(corpus)
    kinds = {entity.id: entity.kind for entity in index.entities}
    names: list[set[Name]] = [set() for _ in texts]
    for m in index.mentions:
        names[int(m.span.article_id)].add((m.span.start, m.span.end, kinds[m.entity_id]))
    return names


MODES: dict[str, Callable[[Sequence[str]], list[set[Name]]]] = {
    "jieba.posseg": by_posseg,
    "net, text as it is": lambda texts: by_net(texts, convert=False),
    "net": by_net,
    "find": by_us,
}


def scores(gold_names: Iterable[Iterable[Name]], found: Iterable[Iterable[Name]]) -> list[float]:
    """Return precision, recall and F1 in per cent."""
    right = n_gold = n_found = 0
    for want, have in zip(map(set, gold_names), map(set, found), strict=True):
        right, n_gold, n_found = right + len(want & have), n_gold + len(want), n_found + len(have)
    p, r = right / max(n_found, 1), right / max(n_gold, 1)
    return [100 * p, 100 * r, 200 * p * r / max(p + r, 1e-9)]


def report(samples: Sequence[Sample]) -> None:
    """Print a line for each mode: P R F1 in all, F1 by kind, characters per second."""
    texts = [sample.text for sample in samples]
    for name, mode in MODES.items():
        mode(texts[:20])
        start = time.perf_counter()
        found = mode(texts)
        speed = sum(map(len, texts)) / (time.perf_counter() - start)
        kinds = "".join(
            f"  {k} {scores(_only(k, [s.names for s in samples]), _only(k, found))[2]:4.1f}"
            for k in KINDS
        )
        p, r, f = scores([s.names for s in samples], found)
        print(f"  {name:20} P {p:4.1f} R {r:4.1f} F1 {f:4.1f} {kinds}  {speed:9,.0f} chars/s")


def _only(kind: str, found: Iterable[Iterable[Name]]) -> list[list[Name]]:
    return [[name for name in names if name[2] == kind] for names in found]


def ablate(samples: Sequence[Sample]) -> None:
    """Print what F1 becomes without each rule."""
    texts, stages = [sample.text for sample in samples], rules.RULES
    for left_out in (None, *stages):
        rules.RULES = tuple(stage for stage in stages if stage is not left_out)
        f = scores([s.names for s in samples], by_us(texts))[2]
        print(f"  {f:5.2f}  {'all rules' if left_out is None else 'without ' + left_out.__name__}")
    rules.RULES = stages


def errors(samples: Sequence[Sample], kind: str) -> None:
    """List false, missed, wrongly typed and wrongly cut names of a kind, with their context."""
    found = by_us([sample.text for sample in samples])
    tally: Counter[str] = Counter()
    for sample, names in zip(samples, found, strict=True):
        for name in sorted((names ^ sample.names), key=lambda n: n[:2]):
            if name[2] == kind:
                other = sample.names if name in names else names
                what = _error(name, other, is_found=name in names)
                tally[what] += 1
                a, b, _ = name
                text = sample.text
                print(f"  {what:11} {text[max(0, a - 8) : a]}[{text[a:b]}]{text[b : b + 8]}")
    print(dict(tally))


def _error(name: Name, others: Iterable[Name], *, is_found: bool) -> str:
    touching = [o for o in others if o[0] < name[1] and name[0] < o[1]]
    if not touching:
        return "false" if is_found else "missed"
    return "wrong kind" if any(o[:2] == name[:2] for o in touching) else "wrong span"


def main() -> None:
    """Measure the files given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="IOB2 files; both dev sets if none")
    parser.add_argument("--half", choices=["A", "B"])
    parser.add_argument("--errors", choices=KINDS)
    parser.add_argument("--ablate", action="store_true")
    args = parser.parse_args()
    for path in args.files or [gold_file(name) for name in _FILES]:
        samples = gold(path)
        if args.half:
            documents = sorted({sample.document for sample in samples})
            kept = set(documents["AB".index(args.half) :: 2])
            samples = [sample for sample in samples if sample.document in kept]
        print(f"{path.name}: {len(samples)} sentences")
        if args.errors:
            errors(samples, args.errors)
        elif args.ablate:
            ablate(samples)
        else:
            report(samples)


if __name__ == "__main__":
    main()
