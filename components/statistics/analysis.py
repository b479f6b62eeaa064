"""What counts of words can tell, and where a text is too short to tell it.

Every verb looks at words only (`is_word`), names its settings, and refuses with a reason
instead of giving a number that means nothing: `refused` is then a key, `needs` and `has` say
how much is missing, and `rows` is empty.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from components.reading import Copies, Corpus, Span, digest_of
from components.words.analysis import family_of, is_word
from components.words.dictionary import frequency, total
from components.words.tokens import Token, Tokens, WordTable

R = TypeVar("R")

Refused = Literal["few_words", "few_articles", "few_uses", "few_dates"]
Association = Literal["log_dice", "g2", "npmi"]
Period = Literal["day", "month", "year"]

MIN_WORDS = 300  # words for a keyness; G² of less is decided by single words
MIN_ARTICLES = 3  # articles for TF-IDF and dispersion
MIN_USES = 5  # uses of a word for its dispersion or its collocates
MIN_DATES = 3  # periods for a trend


@dataclass(frozen=True, slots=True)
class Statistic(Generic[R]):
    """Rows of one measure with what they rest on.

    Attributes:
        name: the measure.
        rows: most telling first; empty where refused.
        n_tokens: words counted.
        copies: whether repeated stretches were counted.
        refused: why there are no rows, as a key; "" where there are.
        needs: how much the measure needs.
        has: how much there is.
    """

    name: str
    rows: tuple[R, ...] = ()
    n_tokens: int = 0
    copies: Copies = "all"
    refused: Refused | Literal[""] = ""
    needs: int = 0
    has: int = 0
    digest: str = ""


@dataclass(frozen=True, slots=True)
class ArticleWord:
    """A word that marks an article: `tf_idf` >= 0, `count` in the article."""

    article_id: str
    norm: str
    word: str
    count: int
    tf_idf: float


@dataclass(frozen=True, slots=True)
class Spread:
    """How evenly a word is spread: `dp` in [0, 1], 0 as even as can be."""

    norm: str
    word: str
    count: int
    articles: int
    dp: float


@dataclass(frozen=True, slots=True)
class KeyWord:
    """A word used more (or less) here than there.

    Attributes:
        count: uses here.
        other: uses there.
        g2: log-likelihood ratio, >= 0; above 10.8 the difference is hardly chance (p < .001).
        log_ratio: binary logarithm of the ratio of relative frequencies; +1 is twice as often.
    """

    norm: str
    word: str
    count: int
    other: int
    g2: float
    log_ratio: float


@dataclass(frozen=True, slots=True)
class Ngram:
    """Words that follow each other; `spans` are where they stand."""

    norms: tuple[str, ...]
    text: str
    spans: tuple[Span, ...]

    @property
    def count(self) -> int:
        """How often they do."""
        return len(self.spans)


@dataclass(frozen=True, slots=True)
class Collocate:
    """A word near another.

    Attributes:
        count: its uses within the window.
        frequency: its uses in all.
        score: the chosen measure.
        sentences: the sentences in which they meet.
    """

    norm: str
    word: str
    count: int
    frequency: int
    score: float
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """A word in one period: `period` is `2007`, `2007-12` or `2007-12-10`."""

    period: str
    norm: str
    count: int
    per_10k: float
    n_tokens: int


def per_10k(count: int, n_tokens: int) -> float:
    """Return a relative frequency: uses in ten thousand words; 0 without words."""
    return 10_000 * count / n_tokens if n_tokens else 0.0


def tf_idf(corpus: Corpus, tokens: Tokens, *, top: int = 10) -> Statistic[ArticleWord]:
    """Rank the words that mark each article.

    tf-idf = (uses in the article / its words) x ln(articles / articles that use the word).
    0 for a word that all articles use. Spärck Jones (1972), Journal of Documentation 28;
    Salton & Buckley (1988), Information Processing & Management 24.

    Args:
        corpus: the texts.
        tokens: their words.
        top: rows for each article.
    """
    counts = _by_article(tokens)
    used_in = Counter(norm for article in counts.values() for norm in article)
    result = _frame("tf_idf", tokens, top)
    if len(counts) < MIN_ARTICLES:
        return _refuse(result, "few_articles", MIN_ARTICLES, len(counts))
    forms, rows = _forms(corpus, tokens), []
    rarity = {norm: math.log(len(counts) / n) for norm, n in used_in.items()}
    for article_id, words in counts.items():
        scored = [
            ArticleWord(article_id, norm, forms[norm], n, n / words.total() * rarity[norm])
            for norm, n in words.items()
        ]
        rows += sorted(scored, key=lambda row: (-row.tf_idf, row.norm))[:top]
    return _filled(result, rows)


def dispersion(corpus: Corpus, tokens: Tokens, *, top: int = 200) -> Statistic[Spread]:
    """Tell how evenly words are spread over the articles: Gries' deviation of proportions.

    DP = half the sum over articles of |share of the word's uses - share of all words|. 0: used
    in proportion everywhere; near 1: in one short article only. Gries (2008), International
    Journal of Corpus Linguistics 13. Words with fewer than 5 uses are left out.
    """
    parts = _by_article(tokens)
    result = _frame("dispersion", tokens, top)
    if len(parts) < MIN_ARTICLES:
        return _refuse(result, "few_articles", MIN_ARTICLES, len(parts))
    counts = sum(parts.values(), Counter[str]())
    all_words = counts.total()
    often = [(norm, n) for norm, n in counts.most_common() if n >= MIN_USES]
    if not often:
        return _refuse(result, "few_uses", MIN_USES, max(counts.values(), default=0))
    forms, rows = _forms(corpus, tokens), []
    for norm, n in often:
        away = (abs(part[norm] / n - part.total() / all_words) for part in parts.values())
        articles = sum(norm in part for part in parts.values())
        rows.append(Spread(norm, forms[norm], n, articles, sum(away) / 2))
    return _filled(result, sorted(rows, key=lambda row: (-row.count, row.norm))[:top])


def keyness(corpus: Corpus, here: Tokens, there: Tokens, *, top: int = 100) -> Statistic[KeyWord]:
    """Rank words by how much more, or less, they are used here than there.

    G² is Dunning's log-likelihood ratio of the two frequencies (Dunning 1993, Computational
    Linguistics 19; Rayson & Garside 2000); the log ratio says how large the difference is
    (Hardie 2014), 0 uses counting as half a use. Copies inflate G² and leave the ratio alone.

    Args:
        corpus: texts that hold both selections.
        here: words of the one selection.
        there: words of the other.
        top: rows, largest G² first.
    """
    one, other = _counts(here), _counts(there)
    result = _frame("keyness", here, there.digest, top)
    for counts in (one, other):
        if counts.total() < MIN_WORDS:
            return _refuse(result, "few_words", MIN_WORDS, counts.total())
    forms = _forms(corpus, there) | _forms(corpus, here)
    rows = [
        _key_word(norm, forms[norm], (one[norm], one.total()), (other[norm], other.total()))
        for norm in one | other
    ]
    return _filled(result, _most_telling(rows, top))


def keyness_general(corpus: Corpus, tokens: Tokens, *, top: int = 100) -> Statistic[KeyWord]:
    """Rank words by how much more they are used here than in general Chinese.

    Measures as in `keyness`; general Chinese are the frequencies in jieba's dictionary, from
    newspapers, novels and web text of the mainland around 2012. Numbers and words in foreign
    letters are left out, since the dictionary does not count them; so are words used less
    than there.
    """
    counts, pos = _counts(tokens), _tags(tokens)
    result = _frame("keyness_general", tokens, top)
    if counts.total() < MIN_WORDS:
        return _refuse(result, "few_words", MIN_WORDS, counts.total())
    forms = _forms(corpus, tokens)
    rows = (
        _key_word(norm, forms[norm], (n, counts.total()), (_general(norm), total()))
        for norm, n in counts.items()
        if family_of(pos[norm]) != "number" and pos[norm] != "eng"
    )
    return _filled(result, _most_telling([row for row in rows if row.log_ratio > 0], top))


def ngrams(
    corpus: Corpus,
    tokens: Tokens,
    *,
    size: int = 2,
    min_count: int = 2,
    stop_words: frozenset[str] = frozenset(),
) -> Statistic[Ngram]:
    """Count words that follow each other inside a sentence, with nothing between them.

    Args:
        corpus: the texts.
        tokens: their words.
        size: words in a row, at least 2.
        min_count: fewest uses.
        stop_words: norms that may neither begin nor end an n-gram.
    """
    found: defaultdict[tuple[str, ...], list[Span]] = defaultdict(list)
    for sentence, run in _runs(tokens):
        for i in range(len(run) - size + 1):
            part = run[i : i + size]
            if not {part[0].norm, part[-1].norm} & stop_words:
                span = Span(sentence.article_id, part[0].start, part[-1].end)
                found[tuple(token.norm for token in part)].append(span)
    rows = [
        Ngram(norms, corpus.text_of(spans[0]), tuple(spans))
        for norms, spans in found.items()
        if len(spans) >= min_count
    ]
    result = _frame("ngrams", tokens, size, min_count, tuple(sorted(stop_words)))
    return _filled(result, sorted(rows, key=lambda row: (-row.count, row.norms)))


def collocates(
    corpus: Corpus,
    tokens: Tokens,
    norm: str,
    *,
    window: int = 5,
    measure: Association = "log_dice",
    min_count: int = 2,
) -> Statistic[Collocate]:
    """Rank the words that stand near a word, in the same sentence.

    With f(x), f(y) the uses of both, f(xy) the uses of y within the window of x, N all words:
    logDice = 14 + log2(2 f(xy) / (f(x) + f(y))), at most 14, comparable between corpora
    (Rychlý 2008); G² of y inside against outside the windows (Dunning 1993); NPMI =
    ln(f(xy) N / (f(x) f(y))) / -ln(f(xy) / N), at most 1 (Bouma 2009).

    Args:
        corpus: the texts.
        tokens: their words.
        norm: the word in the middle.
        window: words to each side.
        measure: what ranks them.
        min_count: fewest uses within the window.
    """
    counts = _counts(tokens)
    result = _frame("collocates", tokens, norm, window, measure, min_count)
    if counts[norm] < MIN_USES:
        return _refuse(result, "few_uses", MIN_USES, counts[norm])
    near, places = _near(tokens, norm, window)
    forms = _forms(corpus, tokens)
    rows = [
        Collocate(other, forms[other], n, counts[other], score, tuple(places[other]))
        for other, n in near.items()
        if n >= min_count
        and (score := _associated(measure, n, counts[norm], counts[other], near, counts)) > 0
    ]
    return _filled(result, sorted(rows, key=lambda row: (-row.score, row.norm)))


def trend(
    corpus: Corpus, tokens: Tokens, norms: Iterable[str], *, by: Period = "month"
) -> Statistic[Moment]:
    """Follow words through time: uses in ten thousand words of each period.

    Articles without a date are left out. Periods without articles are left out too: they say
    nothing about use. Fewer than 3 periods are no trend.
    """
    wanted = tuple(dict.fromkeys(norms))
    size = {"day": 10, "month": 7, "year": 4}[by]
    dates = {a.id: (a.published or "")[:size] for a in corpus.articles}
    periods: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for article_id, words in _by_article(tokens).items():
        if len(dates.get(article_id, "")) == size:
            periods[dates[article_id]] += words
    result = _frame("trend", tokens, wanted, by)
    if len(periods) < MIN_DATES:
        return _refuse(result, "few_dates", MIN_DATES, len(periods))
    rows = [
        Moment(period, norm, words[norm], per_10k(words[norm], words.total()), words.total())
        for norm in wanted
        for period, words in sorted(periods.items())
    ]
    return _filled(result, rows)


def table_rates(table: WordTable) -> dict[str, float]:
    """Return for each norm of a table its uses in ten thousand words."""
    return {row.norm: per_10k(row.count, table.n_tokens) for row in table.rows}


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


def _key_word(norm: str, word: str, here: tuple[int, int], there: tuple[int, int]) -> KeyWord:
    numbers = (*here, *there)
    return KeyWord(norm, word, here[0], there[0], log_likelihood(*numbers), log_ratio(*numbers))


def _most_telling(rows: list[KeyWord], top: int) -> list[KeyWord]:
    return sorted(rows, key=lambda row: (-row.g2, row.norm))[:top]


def _general(norm: str) -> int:
    """Uses in jieba's dictionary; norms write 著 as 着."""
    return frequency(norm) or frequency(norm.replace("着", "著"))


def _near(tokens: Tokens, norm: str, window: int) -> tuple[Counter[str], Mapping[str, list[Span]]]:
    """Count what stands near a word, each token once however many uses it is near to."""
    near: Counter[str] = Counter()
    places: defaultdict[str, list[Span]] = defaultdict(list)
    for sentence, words in zip(tokens.sentences, tokens.tokens, strict=True):
        run = [token.norm for token in words if is_word(token)]
        nodes = [i for i, other in enumerate(run) if other == norm]
        reached = {
            j
            for i in nodes
            for j in range(max(0, i - window), min(len(run), i + window + 1))
            if run[j] != norm
        }
        near.update(run[j] for j in reached)
        for other in sorted({run[j] for j in reached}):
            places[other].append(sentence)
    return near, places


def _associated(
    measure: Association, both: int, x: int, y: int, near: Counter[str], counts: Counter[str]
) -> float:
    everything = counts.total()
    if measure == "log_dice":
        return 14 + math.log2(2 * both / (x + y))
    if measure == "g2":
        inside = near.total()
        more = both * (everything - inside) > (y - both) * inside
        return log_likelihood(both, inside, y - both, everything - inside) if more else 0.0
    if both >= everything:
        return 1.0
    return math.log(both * everything / (x * y)) / -math.log(both / everything)


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


def _frame(name: str, tokens: Tokens, *settings: object) -> Statistic[Any]:
    n_tokens = sum(map(is_word, (token for words in tokens.tokens for token in words)))
    digest = digest_of(name, tokens.digest, settings)
    return Statistic(name, (), n_tokens, tokens.copies, digest=digest)


def _refuse(frame: Statistic[Any], reason: Refused, needs: int, has: int) -> Statistic[Any]:
    return Statistic(frame.name, (), frame.n_tokens, frame.copies, reason, needs, has, frame.digest)


def _filled(frame: Statistic[Any], rows: Iterable[R]) -> Statistic[R]:
    return Statistic(frame.name, tuple(rows), frame.n_tokens, frame.copies, digest=frame.digest)
