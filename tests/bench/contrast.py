"""How honest contrasts are: false discoveries under shuffled labels, and planted words found.

Texts are made here, so that the truth is known: articles of two outlets with words of their
subjects in bursts, as news has them. `python -m tests.bench contrast` prints the table.
"""

from __future__ import annotations

import random
import sys
import time

import numpy as np

from components import contrast
from components.contrast import Contrast, ContrastSettings
from components.text import Article, ArticleGroup, Corpus, Grouping, Span
from components.words import Token, Tokens

SHUFFLES = 200
_ARTICLES, _LENGTH, _SUBJECTS = 300, 300, 40
_COMMON = [chr(0x4E00 + i) for i in range(600)]
_BURSTS = [chr(0x5E00 + i) for i in range(_SUBJECTS * 12)]
PLANTED = [chr(0x7E00 + i) for i in range(20)]
_USUAL = 15 / 10_000  # uses of a planted word; twice as often in the first outlet


def make(seed: int) -> tuple[Corpus, Tokens, list[str]]:
    """Make articles; the first half belongs to the outlet with the planted words."""
    draw = random.Random(seed)
    weights = [1 / (rank + 8) for rank in range(len(_COMMON))]
    articles, sentences, tokens = [], [], []
    for n in range(_ARTICLES):
        subject = draw.randrange(_SUBJECTS)
        own = _BURSTS[subject * 12 : subject * 12 + 12]
        words = draw.choices(_COMMON, weights, k=_LENGTH)
        for at in range(_LENGTH):
            chance = draw.random()
            if chance < 0.12:
                words[at] = draw.choice(own)
            elif chance < 0.12 + len(PLANTED) * _USUAL * (2 if n < _ARTICLES // 2 else 1):
                words[at] = draw.choice(PLANTED)
        text = "".join(words)
        name = str(n)
        articles.append(Article(name, name, text, text, counted=((0, len(text)),)))
        sentences.append(Span(name, 0, len(text)))
        tokens.append(tuple(Token(i, i + 1, c, "n") for i, c in enumerate(text)))
    made = Tokens(tuple(sentences), tuple(tokens), digest=f"bench-{seed}")
    return Corpus(tuple(articles)), made, [article.id for article in articles]


def compare(corpus: Corpus, tokens: Tokens, ids: list[str]) -> Contrast:
    """Compare the first half of the articles with the second."""
    half = len(ids) // 2
    groups = (ArticleGroup("甲", tuple(ids[:half])), ArticleGroup("乙", tuple(ids[half:])))
    return contrast.compare(
        corpus, tokens, Grouping("outlet", groups), settings=ContrastSettings("outlet")
    )


def measure(shuffles: int = SHUFFLES) -> dict[str, float]:
    """Return the share of shuffles with any discovery, planted words found, and false ones."""
    corpus, tokens, ids = make(1)
    wrong = 0
    for seed in range(shuffles):
        dealt = ids[:]
        random.Random(seed).shuffle(dealt)
        wrong += bool(compare(corpus, tokens, dealt).distinctive)
    found, false = [], []
    for seed in range(1, 11):
        rows = compare(*make(seed)).distinctive
        marks = {row.mark for row in rows}
        found.append(len(marks & set(PLANTED)) / len(PLANTED))
        false.append(len(marks - set(PLANTED)) / max(1, len(marks)))
    return {
        "false discovery rate, shuffled": wrong / shuffles,
        "planted words found": float(np.mean(found)),
        "false discovery rate, planted": float(np.mean(false)),
    }


def main() -> None:
    """Print the table."""
    begun = time.process_time()
    for name, value in measure(int(sys.argv[1]) if sys.argv[1:] else SHUFFLES).items():
        print(f"{name:32} {100 * value:6.1f} %")
    print(f"{'CPU':32} {time.process_time() - begun:6.0f} s")


if __name__ == "__main__":
    main()
