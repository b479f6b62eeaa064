"""From corpus to words: the aligned cut, the table of counts, and where a word stands."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from components.lexicon import Lexicon
from components.text import (
    Corpus,
    Scheduler,
    Span,
    digest_of,
    narrow,
    norms,
    run_here,
    sentences_of,
    simplify,
)
from components.words.rules import refine
from components.words.segmenters import Word, segmenter_of
from components.words.tokens import (
    PosFamily,
    Row,
    SegmenterName,
    Token,
    Tokens,
    WordFilter,
    WordTable,
)
from components.words.vocabulary import Corrections, gather, taiwan

# What cutting means; changed when the same text would give other words.
CUT_VERSION = 2

_FAMILIES: dict[str, PosFamily] = {
    "n": "noun", "s": "noun", "t": "noun", "f": "noun", "j": "noun", "i": "noun", "l": "noun",
    "nr": "name", "ns": "name", "nt": "name", "nz": "name",
    "v": "verb", "vn": "verb", "a": "adjective", "b": "adjective", "z": "adjective",
    "d": "adverb", "m": "number", "q": "number",
    "r": "function", "p": "function", "c": "function", "u": "function", "y": "function",
    "e": "function", "o": "function", "k": "function", "h": "function",
}  # fmt: skip
_WHOLE_TAGS: dict[str, PosFamily] = {
    "ng": "noun", "an": "noun", "tg": "noun", "eng": "noun", "ad": "adverb", "df": "verb",
    "zg": "other", "url": "address", "mail": "address", "tel": "address", "hash": "address",
}  # fmt: skip


def cut(
    corpus: Corpus,
    *,
    segmenter: SegmenterName = "jieba",
    lexicon: Lexicon | None = None,
    scheduler: Scheduler = run_here,
) -> Tokens:
    """Cut the sentences that count into words.

    Each different sentence is cut once, on an aligned Simplified copy, and its words are
    placed wherever it stands.

    Args:
        corpus: the texts; only their counted stretches are read.
        segmenter: what cuts; one result never mixes two.
        lexicon: the reader's words, formed or forbidden after cutting.
        scheduler: where the cutting is done.

    Returns:
        Tokens in reading order. A corpus without sentences gives none.

    Raises:
        SegmenterMissingError: the segmenter is not installed.
        MisalignedError: the segmenter lost or changed characters.
    """
    lexicon = lexicon or Lexicon()
    spans = tuple(span for article in corpus.articles for span in sentences_of(article))
    texts = [corpus.text_of(span) for span in spans]
    different = tuple(dict.fromkeys(texts))
    cutting = partial(cut_texts, segmenter=segmenter, lexicon=lexicon)
    words = dict(zip(different, scheduler(cutting, different), strict=True))
    tokens = tuple(
        tuple(Token(span.start + start, span.start + end, norm, pos)
              for start, end, norm, pos in words[text])
        for span, text in zip(spans, texts, strict=True)
    )  # fmt: skip
    digest = digest_of("cut", CUT_VERSION, corpus.digest, segmenter, lexicon.cutting_digest)
    return Tokens(spans, tokens, segmenter, corpus.settings.copies, digest)


def count(corpus: Corpus, tokens: Tokens, *, settings: WordFilter | None = None) -> WordTable:
    """Count the words of a corpus; punctuation and blanks are no words.

    Args:
        corpus: the texts the tokens were cut from.
        tokens: the words and where they stand.
        settings: which rows to show; totals count every word all the same.

    Returns:
        A row for each norm, most frequent first, ties in order of the norm.
    """
    settings = settings or WordFilter()
    rows = sorted(_rows(corpus, tokens), key=lambda row: (-row.count, row.norm))
    return WordTable(
        rows=tuple(row for row in rows if is_shown(row, settings)),
        n_tokens=sum(row.count for row in rows),
        n_types=len(rows),
        n_articles=len({span.article_id for span in tokens.sentences}),
        copies=tokens.copies,
        settings=settings,
        digest=digest_of("count", tokens.digest, _filter_parts(settings)),
    )


def places(tokens: Tokens, norm: str) -> tuple[Span, ...]:
    """Return where a word stands, in reading order; nothing for an unknown norm."""
    return tuple(
        Span(sentence.article_id, token.start, token.end)
        for sentence, words in zip(tokens.sentences, tokens.tokens, strict=True)
        for token in words
        if token.norm == norm
    )


def is_word(token: Token) -> bool:
    """Tell whether a token counts as a word: it has a letter, a digit or a Han character."""
    return any(map(str.isalnum, token.norm))


def family_of(pos: str) -> PosFamily:
    """Return the family of one of jieba's part-of-speech tags; `other` for unknown ones."""
    if pos in _WHOLE_TAGS:
        return _WHOLE_TAGS[pos]
    return _FAMILIES.get(pos[:2]) or _FAMILIES.get(pos[:1], "other")


_Placed = tuple[int, int, str, str]


def cut_texts(
    texts: Sequence[str], *, segmenter: SegmenterName, lexicon: Lexicon
) -> list[list[_Placed]]:
    """Cut sentences into (start, end, norm, part of speech), offsets into each sentence."""
    cuts = _words_of(texts, segmenter, lexicon)
    forms = norms(text[s:e] for text, words in zip(texts, cuts, strict=True) for s, e, _ in words)
    return [
        [(start, end, forms[text[start:end]], pos) for start, end, pos in words]
        for text, words in zip(texts, cuts, strict=True)
    ]


def _words_of(texts: Sequence[str], segmenter: SegmenterName, lexicon: Lexicon) -> list[list[Word]]:
    copies = simplify(texts)
    cuts = segmenter_of(segmenter).cut(copies)
    corrections = Corrections(lexicon)
    words = []
    for copy, cut_words in zip(copies, cuts, strict=True):
        folded = narrow(copy)
        refined = gather(folded, refine(copy, cut_words), taiwan())
        words.append(corrections.apply(folded, refined))
    return words


def _rows(corpus: Corpus, tokens: Tokens) -> Iterator[Row]:
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    tags: defaultdict[str, Counter[str]] = defaultdict(Counter)
    articles: defaultdict[str, set[str]] = defaultdict(set)
    for sentence, words in zip(tokens.sentences, tokens.tokens, strict=True):
        text = corpus.article(sentence.article_id).text
        for token in words:
            if is_word(token):
                forms[token.norm][text[token.start : token.end]] += 1
                tags[token.norm][token.pos] += 1
                articles[token.norm].add(sentence.article_id)
    for norm, written in forms.items():
        word, pos = _commonest(written), _commonest(tags[norm])
        yield Row(word, written.total(), len(articles[norm]), pos, norm)


def _commonest(counts: Counter[str]) -> str:
    return min(counts, key=lambda form: (-counts[form], form))


def is_shown(row: Row, settings: WordFilter) -> bool:
    """Tell whether a filter shows a row; addresses only where their family is chosen."""
    family = family_of(row.pos)
    return (
        len(row.word) >= settings.min_length
        and row.norm not in settings.stop_words
        and (family in settings.families or (not settings.families and family != "address"))
    )


def _filter_parts(settings: WordFilter) -> tuple[Iterable[str], int, Iterable[str]]:
    return settings.families, settings.min_length, tuple(sorted(settings.stop_words))
