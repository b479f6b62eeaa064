"""Computes the measures of word use, and refuses where a text is too short for one.

Every verb looks at words only (`is_word`), names its settings, and refuses with a reason
instead of giving a number that means nothing: `refused` is then a key, `needs` and `has` say
how much is missing, and `rows` is empty. What is needed is counted in different sentences and
articles, since twelve copies of a short text are still a short text.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from components.statistics.dates import dates_of
from components.statistics.statistic import (
    ArticleWord,
    Association,
    Collocate,
    KeyWord,
    NameUses,
    Ngram,
    Refused,
    Spread,
    Statistic,
    StatisticSettings,
    TrendPoint,
)
from components.text import (
    Corpus,
    Ints,
    Numbering,
    Numbers,
    Period,
    Span,
    Spans,
    digest_of,
    period_of,
)
from components.words import (
    Token,
    Tokens,
    dictionary_frequency,
    dictionary_total,
    family_of,
    forms_of,
    is_word,
    word_marks,
)

MIN_WORDS = 300  # words for a keyness, and of a period; fewer are decided by single words
MIN_ARTICLES = 3  # articles for TF-IDF
MIN_PARTS = 5  # articles for dispersion: no fewer than uses, so that an even word can be even
MIN_USES = 5  # uses of a word for its dispersion or its collocates
MIN_TEXT = 1_000  # words for collocates
MIN_DATES = 3  # periods for a trend
CRITICAL = 10.83  # chi-squared with one degree of freedom, p < .001


def measure(corpus: Corpus, tokens: Tokens, settings: StatisticSettings) -> Statistic[Any]:
    """Take the measure that the settings name, with the options of it."""
    stop = settings.stop_words
    at_least: dict[str, Any] = {"min_count": settings.min_count, "stop_words": stop}
    match settings.measure:
        case "tf_idf":
            return tf_idf(corpus, tokens, stop_words=stop)
        case "dispersion":
            return dispersion(corpus, tokens, stop_words=stop)
        case "ngrams":
            return ngrams(corpus, tokens, size=settings.size, **at_least)
        case "collocates":
            word, near, rank = settings.word, settings.window, settings.association
            return collocates(corpus, tokens, word, window=near, rank_by=rank, **at_least)
        case "trend":
            return trend(corpus, tokens, settings.words, by=settings.by, names=settings.names)
    if settings.against == "general":
        return keyness_general(corpus, tokens, **at_least)
    here, there = _selections(corpus, settings)
    result = keyness(corpus, of_articles(tokens, here), of_articles(tokens, there), **at_least)
    return replace(result, settings=settings)


def of_articles(tokens: Tokens, ids: Collection[str]) -> Tokens:
    """Return the words of some articles; unknown ids give none."""
    wanted = frozenset(ids)
    sentences = tokens.sentences
    chosen = np.array([article_id in wanted for article_id in sentences.ids], bool)
    digest = digest_of("of_articles", tokens.digest, tuple(sorted(wanted)))
    return tokens.take(np.flatnonzero(chosen[sentences.articles]), digest=digest)


def per_10k(count: int, n_tokens: int) -> float:
    """Return a relative frequency: uses in ten thousand words; 0 without words."""
    return 10_000 * count / n_tokens if n_tokens else 0.0


def tf_idf(
    corpus: Corpus,
    tokens: Tokens,
    *,
    top: int = 20,
    stop_words: frozenset[str] = frozenset(),
) -> Statistic[ArticleWord]:
    """Rank the words that mark each article.

    tf-idf = (uses in the article / its words) x ln(articles / articles that use the word): the
    relative term frequency and the plain inverse document frequency, not smoothed and not
    normalised by vector length. 0 for a word that all articles use. To be compared within an
    article; between corpora not at all. Spärck Jones (1972), Journal of Documentation 28;
    Salton & Buckley (1988), Information Processing & Management 24.

    Args:
        corpus: the texts.
        tokens: their words.
        top: rows for each article; words with 0 are no rows.
        stop_words: norms that are no rows.
    """
    uses = _Uses.of(tokens)
    settings = StatisticSettings("tf_idf", stop_words=stop_words)
    result = _frame(settings, tokens, top)
    if (different := uses.n_different) < MIN_ARTICLES:
        return _refuse(result, "few_articles", MIN_ARTICLES, different)
    norms, forms = tokens.tokens.norms, forms_of(corpus, tokens)
    rarity = np.array([math.log(uses.n_articles / n) if n else 0.0 for n in uses.used_in.tolist()])
    stopped = np.array([norm in stop_words for norm in norms], bool)
    scores = uses.counts / uses.totals[uses.articles] * rarity[uses.norms]
    shown = np.flatnonzero((rarity > 0)[uses.norms] & ~stopped[uses.norms])
    order = shown[
        np.lexsort((_ranks(norms)[uses.norms[shown]], -scores[shown], uses.articles[shown]))
    ]
    first = np.searchsorted(uses.articles[order], uses.articles[order])
    rows = [
        ArticleWord(tokens.sentences.ids[article], norms[norm], forms[norms[norm]], n, score)
        for article, norm, n, score in uses.rows(order[np.arange(len(order)) - first < top], scores)
    ]
    return replace(result, rows=tuple(rows))


def dispersion(
    corpus: Corpus,
    tokens: Tokens,
    *,
    top: int = 200,
    stop_words: frozenset[str] = frozenset(),
) -> Statistic[Spread]:
    """Tell how evenly words are spread over the articles: Gries' deviation of proportions.

    DP = half the sum over articles of |share of the word's uses - share of all words|; 0: used
    in proportion everywhere. Gries (2008), International Journal of Corpus Linguistics 13.
    DPnorm = DP / (1 - the smallest share of an article) reaches 1, for a word of the shortest
    article alone: Lijffijt & Gries (2012), ibid. 17. Rare words cannot be even over many
    articles, so compare words that are used about as often. Words with fewer than 5 uses are
    left out.

    Args:
        corpus: the texts.
        tokens: their words.
        top: rows, the most used words first.
        stop_words: norms that are no rows.
    """
    uses = _Uses.of(tokens)
    result = _frame(StatisticSettings("dispersion", stop_words=stop_words), tokens, top)
    if (different := uses.n_different) < MIN_PARTS:
        return _refuse(result, "few_articles", MIN_PARTS, different)
    most = max(_counts(_drop_repeated(tokens)).values(), default=0)
    if most < MIN_USES:
        return _refuse(result, "few_uses", MIN_USES, most)
    totals = uses.totals[uses.totals > 0]
    shares = totals / totals.sum()
    most_uneven = 1 - float(shares.min())
    forms = forms_of(corpus, tokens)
    counts = _counts(tokens)
    frequent = (norm for norm, n in counts.items() if n >= MIN_USES and norm not in stop_words)
    rows: list[Spread] = []
    for norm in sorted(frequent, key=lambda norm: (-counts[norm], norm))[:top]:
        n, parts = counts[norm], uses.of_norm(tokens.tokens.norms.index(norm))
        # Added up one by one, as a sum of floats depends on its order.
        dp = float(np.cumsum(np.abs(parts / n - shares))[-1]) / 2
        articles = int(np.count_nonzero(parts))
        rows.append(Spread(norm, forms[norm], n, articles, dp, dp / most_uneven))
    return replace(result, rows=tuple(rows))


def keyness(
    corpus: Corpus,
    here: Tokens,
    there: Tokens,
    *,
    top: int = 100,
    min_count: int = 3,
    min_g2: float = CRITICAL,
    stop_words: frozenset[str] = frozenset(),
) -> Statistic[KeyWord]:
    """Rank words by how much more, or less, they are used here than there.

    G² is Dunning's log-likelihood ratio over all four cells (Dunning 1993, Computational
    Linguistics 19; Rayson & Garside 2000 leave out the two cells of other words, which hardly
    matters for a rare word); the log ratio says how large the difference is (Hardie 2014), 0
    uses counting as half a use. G² grows with the text and with every copy, the ratio with
    neither.

    Args:
        corpus: texts that hold both selections.
        here: words of the one selection.
        there: words of the other.
        top: rows, largest G² first.
        min_count: fewest uses, in the selection that uses the word more.
        min_g2: least G²; 10.83 is p < .001 for one word, so that among a thousand words one
            may still be chance.
        stop_words: norms that are no rows.
    """
    one, other = _counts(here), _counts(there)
    settings = StatisticSettings(
        "keyness", against="articles", min_count=min_count, stop_words=stop_words
    )
    result = _both(here, there, _frame(settings, here, there.digest, top, min_g2))
    for tokens in (here, there):
        words = _counts(_drop_repeated(tokens)).total()
        if words < MIN_WORDS:
            return _refuse(result, "few_words", MIN_WORDS, words)
    forms = forms_of(corpus, there) | forms_of(corpus, here)
    here_all, there_all = one.total(), other.total()
    rows = (
        _key_word(norm, forms[norm], (one[norm], here_all), (other[norm], there_all))
        for norm in one | other
        if max(one[norm], other[norm]) >= min_count and norm not in stop_words
    )
    return replace(result, rows=_select_most_telling(rows, top, min_g2))


def keyness_general(
    corpus: Corpus,
    tokens: Tokens,
    *,
    top: int = 100,
    min_count: int = 3,
    min_g2: float = CRITICAL,
    stop_words: frozenset[str] = frozenset(),
) -> Statistic[KeyWord]:
    """Rank words by how much more they are used here than in general Chinese.

    Measures and options as in `keyness`; general Chinese are the frequencies in jieba's
    dictionary, from newspapers, novels and web text of the mainland around 2012. Words that
    the dictionary lacks count as half a use there, which ranks them and tells nothing of how
    rare they are. Numbers and words in foreign letters are left out, since the dictionary does
    not count them; so are words used less than there.
    """
    counts, pos = _counts(tokens), _tags(tokens)
    settings = StatisticSettings("keyness", min_count=min_count, stop_words=stop_words)
    result = _frame(settings, tokens, top, min_g2)
    words = _counts(_drop_repeated(tokens)).total()
    if words < MIN_WORDS:
        return _refuse(result, "few_words", MIN_WORDS, words)
    forms, total, general = forms_of(corpus, tokens), counts.total(), dictionary_total()
    rows = (
        _key_word(norm, forms[norm], (n, total), (_general(norm), general))
        for norm, n in counts.items()
        if n >= min_count and norm not in stop_words
        if family_of(pos[norm]) != "number" and pos[norm] != "eng"
    )
    more = (row for row in rows if row.log_ratio > 0)
    return replace(result, rows=_select_most_telling(more, top, min_g2))


def ngrams(
    corpus: Corpus,
    tokens: Tokens,
    *,
    size: int = 2,
    min_count: int = 2,
    stop_words: frozenset[str] = frozenset(),
) -> Statistic[Ngram]:
    """Count words that follow each other inside a sentence, with nothing between them.

    A count and no measure of association: frequent words follow each other often by chance.
    Of a long n-gram its parts are counted too, in the table of their size.

    Args:
        corpus: the texts.
        tokens: their words.
        size: words in a row, at least 2.
        min_count: fewest uses.
        stop_words: norms that may neither begin nor end an n-gram; inside they may stand.
    """
    settings = StatisticSettings("ngrams", size=size, min_count=min_count, stop_words=stop_words)
    result = _frame(settings, tokens)
    if result.n_tokens < size:
        return _refuse(result, "few_words", size, result.n_tokens)
    begins = _in_a_row(tokens, size, stop_words)
    kinds, counts = _number_rows(tokens.tokens.norm_codes, begins, size)
    order = np.argsort(kinds, kind="stable")
    bounds = np.cumsum(counts) - counts
    rows = [
        _ngram(corpus, tokens, begins[order[low : low + n]], size)
        for low, n in zip(bounds.tolist(), counts.tolist(), strict=True)
        if n >= min_count
    ]
    return replace(result, rows=tuple(sorted(rows, key=lambda row: (-row.count, row.norms))))


def collocates(
    corpus: Corpus,
    tokens: Tokens,
    norm: str,
    *,
    window: int = 5,
    rank_by: Association = "log_dice",
    min_count: int = 3,
    stop_words: frozenset[str] = frozenset(),
) -> Statistic[Collocate]:
    """Rank the words that stand near a word, in the same sentence.

    With f(x), f(y) the uses of both, N all words, and f(xy) the meetings, which are the uses of
    y within the window of x, or of x within that of y, whichever are fewer:

    - logDice = 14 + log2(2 f(xy) / (f(x) + f(y))), at most 14; one less is half as much. Does
      not depend on N: comparable between texts. Rychlý (2008), RASLAN.
    - G² of y inside against outside the windows of x; 0 where y is not more frequent inside.
      Dunning (1993). Grows with the text and with every copy.
    - NPMI = ln(f(xy) N / (f(x) f(y))) / -ln(f(xy) / N), in [-1, 1], 0 by chance; favours rare
      words. Bouma (2009), GSCL. Windows make it larger than the meetings of neighbours.

    Args:
        corpus: the texts.
        tokens: their words.
        norm: the word in the middle.
        window: words to each side, punctuation not counted.
        rank_by: what ranks them; rows where it is not above 0 are left out, for G² not above
            10.83.
        min_count: fewest meetings.
        stop_words: norms that are no rows; they count as words of the window.
    """
    counts = _counts(tokens)
    settings = StatisticSettings(
        "collocates", word=norm, window=window, association=rank_by,
        min_count=min_count, stop_words=stop_words,
    )  # fmt: skip
    result = _frame(settings, tokens)
    different = _counts(_drop_repeated(tokens))
    if different.total() < MIN_TEXT:
        return _refuse(result, "few_words", MIN_TEXT, different.total())
    if different[norm] < MIN_USES:
        return _refuse(result, "few_uses", MIN_USES, different[norm])
    least = CRITICAL if rank_by == "g2" else 0.0
    rows = _score_collocates(corpus, tokens, counts, settings)
    kept = [row for row in rows if getattr(row, rank_by) > least]
    kept.sort(key=lambda row: (-getattr(row, rank_by), row.norm))
    return replace(result, rows=tuple(kept))


def _score_collocates(
    corpus: Corpus, tokens: Tokens, counts: Counter[str], settings: StatisticSettings
) -> Iterator[Collocate]:
    """Yield the words that meet the one of the settings often enough, with all three scores."""
    near, reached, places = _near(tokens, settings.word, settings.window)
    forms, total, all_near = forms_of(corpus, tokens), counts.total(), near.total()
    for other, n in near.items():
        meetings = min(n, reached[other])
        if meetings >= settings.min_count and other not in settings.stop_words:
            both = (meetings, counts[settings.word], counts[other])
            g2 = _g2_near(n, all_near, counts[other], total)
            scores = (log_dice(*both), g2, npmi(*both, total))
            spans = tuple(sorted(places[other]))
            yield Collocate(other, forms[other], n, meetings, counts[other], *scores, spans)


def trend(
    corpus: Corpus,
    tokens: Tokens,
    norms: Iterable[str],
    *,
    by: Period = "month",
    names: Iterable[NameUses] = (),
    min_words: int = MIN_WORDS,
) -> Statistic[TrendPoint]:
    """Follow words through time: uses in ten thousand words of each period.

    Articles without a date (`dates_of`) are left out, and so are periods with too few words:
    they say nothing about use. Fewer than 3 periods are no trend; the refusal tells which of
    both it was.

    Args:
        corpus: the texts.
        tokens: their words.
        norms: the words to follow, each once.
        by: the length of a period.
        names: names to follow likewise; their mentions are counted.
        min_words: fewest words of a period, in different sentences.
    """
    wanted = tuple(dict.fromkeys(norms))
    periods_of = ((article.id, period_of(article.published, by)) for article in corpus.articles)
    dated = {article_id: period for article_id, period in periods_of if period}
    sizes, periods = _by_period(_drop_repeated(tokens), dated), _by_period(tokens, dated)
    kept = sorted(period for period, words in sizes.items() if words.total() >= min_words)
    followed = tuple(names)
    settings = StatisticSettings("trend", words=wanted, names=followed, by=by)
    result = _frame(settings, tokens, min_words)
    if len(kept) < MIN_DATES:
        return _refuse(result, *_why_no_trend(dated, len(kept)))
    forms, totals = forms_of(corpus, tokens), {p: periods[p].total() for p in kept}
    lines = [(norm, forms.get(norm, norm), {p: periods[p][norm] for p in kept}) for norm in wanted]
    lines += [(one.mark, one.name, _uses_by_period(one, dated)) for one in followed]
    rows = (
        TrendPoint(p, mark, word, n := counts.get(p, 0), per_10k(n, totals[p]), totals[p])
        for mark, word, counts in lines
        for p in kept
    )
    return replace(result, rows=tuple(rows))


def _uses_by_period(name: NameUses, dated: Mapping[str, str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for article_id, n in name.uses:
        if article_id in dated:
            counts[dated[article_id]] += n
    return counts


def _why_no_trend(dated: Mapping[str, str], kept: int) -> tuple[Refused, int, int]:
    """Return why there are too few periods: no dates, too few of them, or too few words in each."""
    periods = len(set(dated.values()))
    if not periods:
        return "no_dates", MIN_DATES, 0
    if periods < MIN_DATES:
        return "few_dates", MIN_DATES, periods
    return "few_words", MIN_DATES, kept


def log_likelihood(a: int, n: int, b: int, m: int) -> float:
    """Return Dunning's G² of a in n against b in m; 0 where the shares are equal or none is.

    All four cells of the table count: G² = 2 Σ O ln(O / E).
    """
    if not n or not m or not a + b:
        return 0.0
    share = (a + b) / (n + m)
    cells = (
        (a, n * share), (b, m * share), (n - a, n * (1 - share)), (m - b, m * (1 - share)),
    )  # fmt: skip
    return max(0.0, 2 * sum(o * math.log(o / e) for o, e in cells if o > 0 and e > 0))


def log_ratio(a: int, n: int, b: int, m: int) -> float:
    """Return Hardie's log2 of (a / n) / (b / m); 0 uses count as half a use."""
    return math.log2(((a or 0.5) / n) / ((b or 0.5) / m))


def log_dice(both: int, x: int, y: int) -> float:
    """Return Rychlý's logDice, at most 14; `both` is at least 1."""
    return 14 + math.log2(2 * both / (x + y))


def npmi(both: int, x: int, y: int, n: int) -> float:
    """Return Bouma's normalised pointwise mutual information, in [-1, 1]; `both` >= 1."""
    if both >= n:
        return 1.0
    return min(1.0, math.log(both * n / (x * y)) / -math.log(both / n))


def phrase_places(tokens: Tokens, norms: Sequence[str]) -> Spans:
    """Return where words follow each other inside a sentence, with nothing between them.

    Args:
        tokens: where to look.
        norms: at least one; an unknown one stands nowhere.
    """
    rows, numbers = tokens.tokens, {norm: i for i, norm in enumerate(tokens.tokens.norms)}
    begins = _in_a_row(tokens, len(norms), frozenset())
    for step, norm in enumerate(norms):
        begins = begins[rows.norm_codes[begins + step] == numbers.get(norm, -1)]
    return _spans_of(tokens, begins, len(norms))


def meeting_places(
    tokens: Tokens, norm: str, other: str, *, window: int
) -> tuple[int, tuple[Span, ...]]:
    """Return how often two words meet, as `collocates` counts it, and where both stand then.

    Args:
        tokens: where to look.
        norm: the word in the middle.
        other: the word near it.
        window: words to each side.
    """
    near, reached, places = _near(tokens, norm, window)
    return min(near[other], reached[other]), tuple(sorted(places.get(other, ())))


def _selections(corpus: Corpus, settings: StatisticSettings) -> tuple[set[str], set[str]]:
    if settings.against == "dates":
        dates = dates_of(corpus)
        here = {article_id for article_id, day in dates.items() if day >= settings.since}
        return here, set(dates) - here
    here = set(settings.here)
    return here, (set(settings.there) or {article.id for article in corpus.articles}) - here


def _key_word(norm: str, word: str, here: tuple[int, int], there: tuple[int, int]) -> KeyWord:
    numbers = (*here, *there)
    return KeyWord(norm, word, here[0], there[0], log_likelihood(*numbers), log_ratio(*numbers))


def _select_most_telling(rows: Iterable[KeyWord], top: int, min_g2: float) -> tuple[KeyWord, ...]:
    telling = (row for row in rows if row.g2 >= min_g2)
    return tuple(sorted(telling, key=lambda row: (-row.g2, row.norm))[:top])


def _general(norm: str) -> int:
    """Uses in jieba's dictionary; norms write 著 as 着."""
    return sum(map(dictionary_frequency, {norm, norm.replace("着", "著")}))


_Near = tuple[Counter[str], Counter[str], Mapping[str, set[Span]]]


def _near(tokens: Tokens, norm: str, window: int) -> _Near:
    """Count each token near a word once, and each use of the word once for each other word."""
    near: Counter[str] = Counter()
    reached: Counter[str] = Counter()
    places: defaultdict[str, set[Span]] = defaultdict(set)
    for sentence, words in _holding(tokens, norm):
        run = [token for token in words if is_word(token)]
        found: set[int] = set()
        for i, middle in enumerate(run):
            if middle.norm != norm:
                continue
            around = range(max(0, i - window), min(len(run), i + window + 1))
            others = {j for j in around if run[j].norm != norm}
            found |= others
            reached.update({run[j].norm for j in others})
            for j in others:
                pair = (Span(sentence.article_id, t.start, t.end) for t in (middle, run[j]))
                places[run[j].norm].update(pair)
        near.update(run[j].norm for j in found)
    return near, reached, places


def _g2_near(inside: int, n_inside: int, y: int, n: int) -> float:
    more = inside * (n - n_inside) > (y - inside) * n_inside
    return log_likelihood(inside, n_inside, y - inside, n - n_inside) if more else 0.0


def _holding(tokens: Tokens, norm: str) -> Iterator[tuple[Span, tuple[Token, ...]]]:
    """Yield the sentences that hold a word, with their tokens."""
    if norm in tokens.tokens.norms:
        of_norm = tokens.tokens.norm_codes == tokens.tokens.norms.index(norm)
        chosen = tokens.take(np.unique(tokens.tokens.rows[of_norm]), digest="")
        yield from zip(chosen.sentences, chosen.tokens, strict=True)


def _in_a_row(tokens: Tokens, size: int, stop_words: frozenset[str]) -> Numbers:
    """Return the tokens with which n-grams begin: words that touch each other."""
    rows, n = tokens.tokens, max(tokens.n_tokens - size + 1, 0)
    words, sentences = word_marks(rows.norms)[rows.norm_codes], rows.rows
    links = words[1:] & words[:-1] & (rows.starts[1:] == rows.ends[:-1])
    links &= sentences[1:] == sentences[:-1]
    whole = np.ones(n, bool)
    for step in range(size - 1):
        whole &= links[step : step + n]
    edge = np.array([norm not in stop_words for norm in rows.norms], bool)[rows.norm_codes]
    return np.flatnonzero(whole & edge[:n] & edge[size - 1 :][:n])


def _number_rows(codes: Ints, begins: Numbers, size: int) -> tuple[Numbers, Numbers]:
    """Number equal rows of codes; return the number of each row, and how often each stands."""
    numbers: Numbers = codes[begins].astype(np.int64)
    counts: Numbers = np.bincount(numbers) if size == 1 else np.zeros(0, np.int64)
    for step in range(1, size):
        pairs = numbers << 32 | codes[begins + step]
        _, numbers, counts = np.unique(pairs, return_inverse=True, return_counts=True)
    return numbers, counts


def _ngram(corpus: Corpus, tokens: Tokens, begins: Numbers, size: int) -> Ngram:
    rows = tokens.tokens
    norms = rows.norm_codes[begins[0] : begins[0] + size].tolist()
    spans = _spans_of(tokens, begins, size)
    return Ngram(tuple(rows.norms[norm] for norm in norms), corpus.text_of(spans[0]), spans)


def _spans_of(tokens: Tokens, begins: Numbers, size: int) -> Spans:
    """Return the stretches of so many tokens in a row, by the first of each."""
    rows = tokens.tokens
    sentences = np.searchsorted(rows.bounds, begins, side="right") - 1
    return Spans(
        tokens.sentences.ids,
        tokens.sentences.articles[sentences],
        rows.starts[begins],
        rows.ends[begins + size - 1],
    )


def _drop_repeated(tokens: Tokens) -> Tokens:
    """Return each different sentence where it stands first; the measure of how much text."""
    rows = tokens.tokens
    first: dict[bytes, int] = {}
    for i, (low, high) in enumerate(pairwise(rows.bounds.tolist())):
        first.setdefault(rows.norm_codes[low:high].tobytes(), i)
    return tokens.take(np.fromiter(first.values(), np.int64, len(first)), digest="")


@dataclass(frozen=True, slots=True, eq=False)
class _Uses:
    """How often each article uses each word; articles without words are left out.

    Attributes:
        articles: (n,), ascending, into the ids of the sentences.
        norms: (n,), ascending in an article.
        counts: (n,), at least 1.
        totals: (n_ids,), words of each article.
        used_in: (n_norms,), articles that use each norm.
    """

    articles: Numbers
    norms: Numbers
    counts: Numbers
    totals: Numbers
    used_in: Numbers

    @classmethod
    def of(cls, tokens: Tokens) -> _Uses:
        rows = tokens.tokens
        chosen = word_marks(rows.norms)[rows.norm_codes]
        keys = tokens.articles[chosen].astype(np.int64) << 32 | rows.norm_codes[chosen]
        pairs, counts = np.unique(keys, return_counts=True)
        articles, norms = pairs >> 32, pairs & 0xFFFFFFFF
        totals = np.zeros(len(tokens.sentences.ids), np.int64)
        np.add.at(totals, articles, counts)
        return cls(articles, norms, counts, totals, np.bincount(norms, minlength=len(rows.norms)))

    @property
    def n_articles(self) -> int:
        return int(np.count_nonzero(self.totals))

    @property
    def n_different(self) -> int:
        """Articles that use other words than any other, or as often."""
        own = np.flatnonzero(self.totals)
        begins = np.searchsorted(self.articles, own).tolist()
        ends = np.searchsorted(self.articles, own, side="right").tolist()
        pairs = zip(begins, ends, strict=True)
        return len({self.norms[a:b].tobytes() + self.counts[a:b].tobytes() for a, b in pairs})

    def of_norm(self, norm: int) -> Numbers:
        """Uses of one norm by each article that has words."""
        found = np.zeros(len(self.totals), np.int64)
        own = self.norms == norm
        found[self.articles[own]] = self.counts[own]
        return found[self.totals > 0]

    def rows(self, chosen: Numbers, scores: NDArray[np.float64]) -> Iterator[_Scored]:
        columns = (self.articles, self.norms, self.counts, scores)
        yield from zip(*(column[chosen].tolist() for column in columns), strict=True)


_Scored = tuple[int, int, int, float]


def _ranks(names: Sequence[str]) -> Numbers:
    """Return the place of each name when they are sorted."""
    ranks = np.empty(len(names), np.int64)
    ranks[sorted(range(len(names)), key=names.__getitem__)] = np.arange(len(names))
    return ranks


def _by_period(tokens: Tokens, dated: Mapping[str, str]) -> dict[str, Counter[str]]:
    """Count words by the period of their article; those without are left out."""
    rows, numbers = tokens.tokens, Numbering()
    periods = np.array(
        [numbers[dated[i]] if i in dated else -1 for i in tokens.sentences.ids], np.int64
    )
    of_token = periods[tokens.articles] if tokens.n_tokens else periods[:0]
    words = word_marks(rows.norms)[rows.norm_codes]
    sums: dict[str, Counter[str]] = {}
    for number, period in enumerate(numbers.table):
        counts = np.bincount(rows.norm_codes[words & (of_token == number)])
        used = np.flatnonzero(counts)
        if len(used):
            pairs = zip(used.tolist(), counts[used].tolist(), strict=True)
            sums[period] = Counter({rows.norms[norm]: n for norm, n in pairs})
    return sums


def _counts(tokens: Tokens) -> Counter[str]:
    rows = tokens.tokens
    counts = np.bincount(rows.norm_codes, minlength=len(rows.norms))
    used = np.flatnonzero(word_marks(rows.norms) & (counts > 0))
    return Counter(
        {rows.norms[i]: n for i, n in zip(used.tolist(), counts[used].tolist(), strict=True)}
    )


def _tags(tokens: Tokens) -> dict[str, str]:
    """Map each norm to the part of speech of its last token."""
    rows = tokens.tokens
    last = np.zeros(len(rows.norms), np.int64)
    last[rows.norm_codes] = rows.pos_codes
    return {norm: rows.tags[pos] for norm, pos in zip(rows.norms, last.tolist(), strict=True)}


def _frame(settings: StatisticSettings, tokens: Tokens, *more: object) -> Statistic[Any]:
    stop = tuple(sorted(settings.stop_words))
    named = replace(settings, stop_words=frozenset())
    return Statistic(
        settings,
        n_tokens=_counts(tokens).total(),
        n_articles=tokens.sentences.n_articles,
        copies=tokens.copies,
        digest=digest_of("statistic", tokens.digest, named, stop, more),
    )


def _both(here: Tokens, there: Tokens, frame: Statistic[Any]) -> Statistic[Any]:
    other = _frame(frame.settings, there)
    sides = (here.sentences, there.sentences)
    articles = {side.ids[i] for side in sides for i in np.unique(side.articles).tolist()}
    return replace(frame, n_tokens=frame.n_tokens + other.n_tokens, n_articles=len(articles))


def _refuse(frame: Statistic[Any], reason: Refused, needs: int, has: int) -> Statistic[Any]:
    return replace(frame, refused=reason, needs=needs, has=has)
