"""What counts of words can tell, and where a text is too short to tell it.

Every verb looks at words only (`is_word`), names its settings, and refuses with a reason
instead of giving a number that means nothing: `refused` is then a key, `needs` and `has` say
how much is missing, and `rows` is empty. What is needed is counted in different sentences and
articles, since twelve copies of a short text are still a short text.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from components.statistics.dates import dates_of
from components.statistics.statistic import (
    ArticleWord,
    Association,
    Collocate,
    KeyWord,
    Moment,
    Ngram,
    Period,
    Refused,
    Spread,
    Statistic,
    StatisticSettings,
)
from components.text import Corpus, Span, digest_of
from components.words import (
    Token,
    Tokens,
    dictionary_frequency,
    dictionary_total,
    family_of,
    is_word,
)

MIN_WORDS = 300  # words for a keyness, and of a period; fewer are decided by single words
MIN_ARTICLES = 3  # articles for TF-IDF
MIN_PARTS = 5  # articles for dispersion: no fewer than uses, so that an even word can be even
MIN_USES = 5  # uses of a word for its dispersion or its collocates
MIN_TEXT = 1_000  # words for collocates
MIN_DATES = 3  # periods for a trend
CRITICAL = 10.83  # chi-squared with one degree of freedom, p < .001

_LENGTHS: dict[Period, int] = {"day": 10, "month": 7, "year": 4}


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
            return trend(corpus, tokens, settings.words, by=settings.by)
    if settings.against == "general":
        return keyness_general(corpus, tokens, **at_least)
    here, there = _selections(corpus, settings)
    result = keyness(corpus, of_articles(tokens, here), of_articles(tokens, there), **at_least)
    return replace(result, settings=settings)


def of_articles(tokens: Tokens, ids: Collection[str]) -> Tokens:
    """Return the words of some articles; unknown ids give none."""
    wanted = frozenset(ids)
    pairs = [
        (sentence, words)
        for sentence, words in zip(tokens.sentences, tokens.tokens, strict=True)
        if sentence.article_id in wanted
    ]
    digest = digest_of("of_articles", tokens.digest, tuple(sorted(wanted)))
    sentences, words = tuple(s for s, _ in pairs), tuple(w for _, w in pairs)
    return replace(tokens, sentences=sentences, tokens=words, digest=digest)


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
    counts = _by_article(tokens)
    used_in = Counter(norm for article in counts.values() for norm in article)
    settings = StatisticSettings("tf_idf", stop_words=stop_words)
    result = _frame(settings, tokens, top)
    different = len({frozenset(words.items()) for words in counts.values()})
    if different < MIN_ARTICLES:
        return _refuse(result, "few_articles", MIN_ARTICLES, different)
    forms, rows = _forms(corpus, tokens), []
    rarity = {norm: math.log(len(counts) / n) for norm, n in used_in.items()}
    for article_id, words in counts.items():
        scored = [
            ArticleWord(article_id, norm, forms[norm], n, n / words.total() * rarity[norm])
            for norm, n in words.items()
            if rarity[norm] > 0 and norm not in stop_words
        ]
        rows += sorted(scored, key=lambda row: (-row.tf_idf, row.norm))[:top]
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
    parts = _by_article(tokens)
    result = _frame(StatisticSettings("dispersion", stop_words=stop_words), tokens, top)
    different = len({frozenset(words.items()) for words in parts.values()})
    if different < MIN_PARTS:
        return _refuse(result, "few_articles", MIN_PARTS, different)
    counts = sum(parts.values(), Counter[str]())
    most = max(_counts(_different(tokens)).values(), default=0)
    if most < MIN_USES:
        return _refuse(result, "few_uses", MIN_USES, most)
    shares = [(part, part.total() / counts.total()) for part in parts.values()]
    forms = _forms(corpus, tokens)
    rows: list[Spread] = []
    for norm, n in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        if n < MIN_USES or len(rows) == top:
            break
        if norm not in stop_words:
            dp = sum(abs(part[norm] / n - share) for part, share in shares) / 2
            most_uneven = 1 - min(share for _, share in shares)
            articles = sum(norm in part for part in parts.values())
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
        words = _counts(_different(tokens)).total()
        if words < MIN_WORDS:
            return _refuse(result, "few_words", MIN_WORDS, words)
    forms = _forms(corpus, there) | _forms(corpus, here)
    rows = (
        _key_word(norm, forms[norm], (one[norm], one.total()), (other[norm], other.total()))
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
    words = _counts(_different(tokens)).total()
    if words < MIN_WORDS:
        return _refuse(result, "few_words", MIN_WORDS, words)
    forms, general = _forms(corpus, tokens), dictionary_total()
    rows = (
        _key_word(norm, forms[norm], (n, counts.total()), (_general(norm), general))
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
    found: defaultdict[tuple[str, ...], list[Span]] = defaultdict(list)
    for sentence, run in _runs(tokens):
        for i in range(len(run) - size + 1):
            part = run[i : i + size]
            if part[0].norm not in stop_words and part[-1].norm not in stop_words:
                span = Span(sentence.article_id, part[0].start, part[-1].end)
                found[tuple(token.norm for token in part)].append(span)
    rows = (
        Ngram(norms, corpus.text_of(spans[0]), tuple(spans))
        for norms, spans in found.items()
        if len(spans) >= min_count
    )
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
    different = _counts(_different(tokens))
    if different.total() < MIN_TEXT:
        return _refuse(result, "few_words", MIN_TEXT, different.total())
    if different[norm] < MIN_USES:
        return _refuse(result, "few_uses", MIN_USES, different[norm])
    near, reached, places = _near(tokens, norm, window)
    forms, rows = _forms(corpus, tokens), []
    for other, n in near.items():
        meetings = min(n, reached[other])
        if meetings >= min_count and other not in stop_words:
            both = (meetings, counts[norm], counts[other], counts.total())
            g2 = _g2_near(n, near.total(), counts[other], counts.total())
            scores = (log_dice(*both[:3]), g2, npmi(*both))
            spans = tuple(sorted(places[other]))
            rows.append(Collocate(other, forms[other], n, meetings, counts[other], *scores, spans))
    least = CRITICAL if rank_by == "g2" else 0.0
    kept = [row for row in rows if getattr(row, rank_by) > least]
    kept.sort(key=lambda row: (-getattr(row, rank_by), row.norm))
    return replace(result, rows=tuple(kept))


def trend(
    corpus: Corpus,
    tokens: Tokens,
    norms: Iterable[str],
    *,
    by: Period = "month",
    min_words: int = MIN_WORDS,
) -> Statistic[Moment]:
    """Follow words through time: uses in ten thousand words of each period.

    Articles without a date (`dates_of`) are left out, and so are periods with too few words:
    they say nothing about use. Fewer than 3 periods are no trend.

    Args:
        corpus: the texts.
        tokens: their words.
        norms: the words to follow, each once.
        by: the length of a period.
        min_words: fewest words of a period, in different sentences.
    """
    wanted, dates = tuple(dict.fromkeys(norms)), dates_of(corpus)
    dated = {a: day[: _LENGTHS[by]] for a, day in dates.items() if len(day) >= _LENGTHS[by]}
    sizes = _sum_by(dated, _by_article(_different(tokens)))
    periods = _sum_by(dated, _by_article(tokens))
    kept = sorted(period for period, words in sizes.items() if words.total() >= min_words)
    result = _frame(StatisticSettings("trend", words=wanted, by=by), tokens, min_words)
    if len(kept) < MIN_DATES:
        return _refuse(result, "few_dates", MIN_DATES, len(kept))
    forms = _forms(corpus, tokens)
    rows = []
    for norm in wanted:
        for period in kept:
            count, total = periods[period][norm], periods[period].total()
            word, rate = forms.get(norm, norm), per_10k(count, total)
            rows.append(Moment(period, norm, word, count, rate, total))
    return replace(result, rows=tuple(rows))


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
    for sentence, words in zip(tokens.sentences, tokens.tokens, strict=True):
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


def _runs(tokens: Tokens) -> Iterator[tuple[Span, list[Token]]]:
    """Yield words that touch each other; punctuation and blanks end a run."""
    for sentence, words in zip(tokens.sentences, tokens.tokens, strict=True):
        run: list[Token] = []
        for token in words:
            if run and (not is_word(token) or token.start != run[-1].end):
                yield sentence, run
                run = []
            if is_word(token):
                run.append(token)
        if run:
            yield sentence, run


def _different(tokens: Tokens) -> Tokens:
    """Return each different sentence where it stands first; the measure of how much text."""
    first = {
        tuple(token.norm for token in words): (sentence, words)
        for sentence, words in reversed(list(zip(tokens.sentences, tokens.tokens, strict=True)))
    }
    pairs = tuple(first.values())
    return replace(tokens, sentences=tuple(s for s, _ in pairs), tokens=tuple(w for _, w in pairs))


def _sum_by(
    names: Mapping[str, str], counts: Mapping[str, Counter[str]]
) -> dict[str, Counter[str]]:
    sums: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for article_id, words in counts.items():
        if article_id in names:
            sums[names[article_id]].update(words)
    return dict(sums)


def _by_article(tokens: Tokens) -> dict[str, Counter[str]]:
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for sentence, words in zip(tokens.sentences, tokens.tokens, strict=True):
        counts[sentence.article_id].update(token.norm for token in words if is_word(token))
    return {article_id: words for article_id, words in counts.items() if words}


def _counts(tokens: Tokens) -> Counter[str]:
    return Counter(token.norm for words in tokens.tokens for token in words if is_word(token))


def _tags(tokens: Tokens) -> dict[str, str]:
    return {token.norm: token.pos for words in tokens.tokens for token in words}


def _forms(corpus: Corpus, tokens: Tokens) -> dict[str, str]:
    """Map each norm to its commonest written form, ties in order of the form."""
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for sentence, words in zip(tokens.sentences, tokens.tokens, strict=True):
        text = corpus.article(sentence.article_id).text
        for token in words:
            forms[token.norm][text[token.start : token.end]] += 1
    return {norm: min(c, key=lambda form: (-c[form], form)) for norm, c in forms.items()}


def _frame(settings: StatisticSettings, tokens: Tokens, *more: object) -> Statistic[Any]:
    stop = tuple(sorted(settings.stop_words))
    named = replace(settings, stop_words=frozenset())
    return Statistic(
        settings,
        n_tokens=sum(map(is_word, (token for words in tokens.tokens for token in words))),
        n_articles=len({sentence.article_id for sentence in tokens.sentences}),
        copies=tokens.copies,
        digest=digest_of("statistic", tokens.digest, named, stop, more),
    )


def _both(here: Tokens, there: Tokens, frame: Statistic[Any]) -> Statistic[Any]:
    other = _frame(frame.settings, there)
    articles = {sentence.article_id for side in (here, there) for sentence in side.sentences}
    return replace(frame, n_tokens=frame.n_tokens + other.n_tokens, n_articles=len(articles))


def _refuse(frame: Statistic[Any], reason: Refused, needs: int, has: int) -> Statistic[Any]:
    return replace(frame, refused=reason, needs=needs, has=has)
