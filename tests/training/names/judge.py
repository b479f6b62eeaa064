"""How many names of annotated articles the net alone finds: exact spans and kinds."""

from __future__ import annotations

from collections.abc import Sequence

from components.entities.lists import name_lists
from components.entities.net import Net
from components.lexicon import KINDS
from components.text import simplify
from tests.training.names.articles import Text, on_one_line, sentences_of
from tests.training.names.lac import Weights
from tests.training.names.tagged import words_of


def score(weights: Weights, articles: Sequence[Text]) -> float:
    """Return F1 over the sentences of articles, each read by itself."""
    sentences = [s for article in articles for s in sentences_of(on_one_line(article))]
    net = Net(weights, name_lists().marks_of_cased)
    rows = [words_of(p, net.tags) for p in net.posteriors(simplify([s.text for s in sentences]))]
    right = found = wanted = 0
    for sentence, words in zip(sentences, rows, strict=True):
        got = {(w.start, w.end, w.tag) for w in words if w.tag in KINDS}
        right += len(got & set(sentence.names))
        found += len(got)
        wanted += len(sentence.names)
    return 2 * right / max(1, found + wanted)
