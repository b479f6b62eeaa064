"""Cuts a corpus into words, counts them, and finds where each of them stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from components.lexicon import Lexicon
from components.text import (
    Corpus,
    DifferentSentences,
    Ints,
    Numbering,
    Scheduler,
    Spans,
    digest_of,
    narrow,
    norms,
    number_slices,
    number_spans,
    run_here,
    simplify,
)
from components.words.cuts import Words, end_to_end
from components.words.rules import apply_rules
from components.words.segmenters import segmenter_of
from components.words.tally import WordTally, add_up, choose_commonest, count_pairs, tally
from components.words.tokens import (
    PosFamily,
    Row,
    SegmenterName,
    Token,
    TokenRows,
    Tokens,
    WordFilter,
    WordTable,
)
from components.words.vocabulary import Corrections, join_known, taiwan

# What cutting means; changed when the same text would give other words.
CUT_VERSION = 2
_COUNTED = 500_000  # tokens counted at once

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
    different = DifferentSentences(corpus)
    cutting = partial(cut_texts, segmenter=segmenter, lexicon=lexicon)
    words = TokenRows.concatenate(scheduler(cutting, different))
    tokens = words.take(different.which).move(different.sentences.starts)
    digest = name_cut(corpus, segmenter=segmenter, lexicon=lexicon)
    return Tokens(different.sentences, tokens, segmenter, corpus.settings.copies, digest)


def name_cut(corpus: Corpus, *, segmenter: SegmenterName, lexicon: Lexicon) -> str:
    """Return the digest that the words of a corpus will have."""
    return digest_of("cut", CUT_VERSION, corpus.digest, segmenter, lexicon.cutting_digest)


def count(corpus: Corpus, tokens: Tokens, *, settings: WordFilter | None = None) -> WordTable:
    """Count the words of a corpus; punctuation and blanks are no words.

    Args:
        corpus: the texts the tokens were cut from.
        tokens: the words and where they stand.
        settings: which rows to show; totals count every word all the same.

    Returns:
        A row for each norm, most frequent first, ties in order of the norm.
    """
    counted = add_up(tally(corpus, part) for part in _divide(tokens))
    return tabulate(counted, tokens, settings=settings)


def tabulate(
    counted: WordTally, tokens: Tokens, *, settings: WordFilter | None = None
) -> WordTable:
    """Return the table of words that were counted.

    Args:
        counted: how often each is used.
        tokens: the words counted; only what made them is looked at.
        settings: which rows to show.
    """
    settings = settings or WordFilter()
    rows = sorted(counted.rows(), key=lambda row: (-row.count, row.norm))
    return WordTable(
        rows=tuple(row for row in rows if is_shown(row, settings)),
        n_tokens=sum(row.count for row in rows),
        n_types=len(rows),
        n_articles=counted.n_articles,
        copies=tokens.copies,
        settings=settings,
        segmenter=tokens.segmenter,
        digest=digest_of("count", tokens.digest, _filter_parts(settings)),
    )


def _divide(tokens: Tokens) -> Iterator[Tokens]:
    """Divide words between articles, so that counting them takes no memory for all at once."""
    articles, bounds = tokens.sentences.articles, tokens.tokens.bounds
    begins = np.flatnonzero(np.diff(articles, prepend=-1))
    low = 0
    for high in [*begins[1:].tolist(), len(articles)]:
        if bounds[high] - bounds[low] >= _COUNTED or high == len(articles):
            yield tokens.take(np.arange(low, high), digest=tokens.digest)
            low = high


def select(table: WordTable, settings: WordFilter) -> WordTable:
    """Return the rows of a whole table that a filter shows; its totals stay.

    A table holds no addresses unless they were asked for; `count` gives those.
    """
    return replace(
        table,
        rows=tuple(row for row in table.rows if is_shown(row, settings)),
        settings=settings,
        digest=digest_of("select", table.digest, _filter_parts(settings)),
    )


def places(tokens: Tokens, norm: str) -> Spans:
    """Return where a word stands, in reading order; nothing for an unknown norm."""
    return places_of(tokens, (norm,))[norm]


def places_of(tokens: Tokens, norms: Iterable[str]) -> dict[str, Spans]:
    """Return where words stand, each in reading order; nothing for an unknown norm."""
    rows = tokens.tokens
    numbers = {norm: i for i, norm in enumerate(rows.norms)}
    found = {norm: numbers.get(norm, -1) for norm in norms}
    wanted = np.isin(np.arange(len(rows.norms)), list(found.values()))
    chosen = np.flatnonzero(wanted[rows.norm_codes])
    chosen = chosen[np.argsort(rows.norm_codes[chosen], kind="stable")]
    sentences = np.searchsorted(rows.bounds, chosen, side="right") - 1
    spans = Spans(
        tokens.sentences.ids,
        tokens.sentences.articles[sentences],
        rows.starts[chosen],
        rows.ends[chosen],
    )
    bounds = np.searchsorted(rows.norm_codes[chosen], np.arange(len(rows.norms) + 1)).tolist()
    return {
        norm: spans[bounds[i] : bounds[i + 1]] if i >= 0 else spans[:0] for norm, i in found.items()
    }


def number_forms(corpus: Corpus, tokens: Tokens) -> tuple[tuple[str, ...], Ints]:
    """Return the different written forms, and which of them each token is."""
    rows = tokens.tokens
    spans = Spans(tokens.sentences.ids, tokens.articles, rows.starts, rows.ends)
    return number_spans(corpus, spans)


def forms_of(corpus: Corpus, tokens: Tokens) -> dict[str, str]:
    """Map each norm to its commonest written form, ties in order of the form."""
    forms, codes = number_forms(corpus, tokens)
    found = choose_commonest(count_pairs(tokens.tokens.norm_codes, codes), forms)
    return {tokens.tokens.norms[norm]: forms[form] for norm, form in found.items()}


def is_word(token: Token) -> bool:
    """Tell whether a token counts as a word: it has a letter, a digit or a Han character."""
    return any(map(str.isalnum, token.norm))


def family_of(pos: str) -> PosFamily:
    """Return the family of one of jieba's part-of-speech tags; `other` for unknown ones."""
    if pos in _WHOLE_TAGS:
        return _WHOLE_TAGS[pos]
    return _FAMILIES.get(pos[:2]) or _FAMILIES.get(pos[:1], "other")


def cut_texts(texts: Sequence[str], *, segmenter: SegmenterName, lexicon: Lexicon) -> TokenRows:
    """Cut sentences into tokens; their places are offsets into each sentence."""
    words = _words_of(texts, segmenter, lexicon)
    text, _ = end_to_end(texts)
    forms, codes = number_slices((text,), np.zeros_like(words.starts), words.starts, words.ends)
    norm_of_form, numbers = norms(forms), Numbering()
    norm_codes = numbers.codes(norm_of_form[form] for form in forms)[codes]
    bounds = words.bounds
    begins = np.repeat(words.offsets[:-1], np.diff(bounds))
    return TokenRows(
        bounds,
        words.starts - begins,
        words.ends - begins,
        norm_codes,
        words.pos_codes,
        numbers.table,
        words.tags.table,
    )


def _words_of(texts: Sequence[str], segmenter: SegmenterName, lexicon: Lexicon) -> Words:
    copies = simplify(texts)
    words = join_known(apply_rules(copies, segmenter_of(segmenter).cut(copies)), taiwan())
    corrections = Corrections(lexicon)
    if not corrections:
        return words
    own = zip(map(narrow, copies), words.by_text(), strict=True)
    return words.with_words(corrections.apply(copy, cut) for copy, cut in own)


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
