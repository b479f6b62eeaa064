"""What is found in passages of many genres whose names and quotations their writer marked."""

import pytest

from components import quotations
from tests.bench.passages import corpus_of, index_of, load


@pytest.mark.parametrize(("name", "least"), [("first", 0.98), ("second", 0.95)])
def test_quotations_of_passages_are_found_with_their_speakers(name: str, least: float) -> None:
    passages = load(name)
    corpus = corpus_of(passages)
    rows = quotations.find(corpus, index_of(passages, corpus)).quotations
    found = {
        (row.span.article_id, row.span.start, row.span.end): row.entity_id.partition(":")[2]
        for row in rows
        if row.direct
    }
    right = []
    for passage in passages:
        text = corpus.article(passage.id).text
        for spoken in (own for own in passage.spoken if own.direct):
            keys = [(passage.id, *span) for span in spoken.spans(text)]
            told = [found[key] or "None" for key in keys if key in found]
            right.append(not spoken.speakers.isdisjoint(told))
    assert len(right) > 100
    assert sum(right) / len(right) >= least
    assert sum(right) / len(found) >= least - 0.05  # a quotation in two parts is found twice
