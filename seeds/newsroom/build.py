"""The invented newsroom: from marked-up sources to the article files and the truth beside them.

A writer marks sentences, names and quotations in `source/` while writing; this script takes the
marks out, prints each article as its outlet would, and keeps what the marks said in `truth/`.
Nothing of Wenmai is used here, so that the truth and its counts do not lean on what they judge.

    python seeds/newsroom/build.py              write the article files and the truth
    python seeds/newsroom/build.py --check      tell whether the files are what the sources give
    python seeds/newsroom/build.py --show oil-03    print an article with all that is known of it
    python seeds/newsroom/build.py --class oil.7    print a sentence wherever it stands

The format of the sources stands in README.md, that of the truth in truth/FORMAT.md.
"""

from __future__ import annotations

import argparse
import html
import io
import itertools
import json
import re
import sys
import unicodedata
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
KINDS = {"P": "PER", "L": "LOC", "O": "ORG"}
ARTICLE_KINDS = ("original", "wire", "release", "update", "copy")
KEYS = ("outlet", "time", "authors", "place", "kind", "layout", "title")
MORE_KEYS = ("from", "file", "unmarked", "head", "opening", "tail")
# How an outlet prints: what stands between paragraphs, and whether its opening has a line.
HABITS = {
    "島聞通訊社": ("indent", False),
    "北岸日報": ("blank", False),
    "南灣時報": ("indent", False),
    "全景新聞網": ("blank", True),
    "青石財經": ("indent", False),
    "港岸日報": ("blank", False),
    "沿江新报": ("indent", False),
}
EXPORT = "資料庫匯出 單篇新聞.txt"
KEPT = ("README.md", "build.py", ".wenmaiignore")  # beside what this script writes
_MADE = datetime(2026, 10, 22, tzinfo=UTC)  # bears every date that a format asks for

_TIME = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d\+08:00)?")
_NAME = re.compile(r"\[([PLO]) ([^\[\]{}|=]+)(?:=([^\[\]{}|=]+))?\]")
_QUOTE = re.compile(r"\{Q:(\S+) ([^|{}\[\]]+) (\S+) ([di])\|")
_MARK = re.compile(r"‹([^~<›]*)((?:[~<][^~<›]+)*)›")
_CLASS = re.compile(r"[a-z]+(?:-\d+)?\.[0-9a-z]+")
_CLOSERS = "」』”’）】》〉"
_END = re.compile(rf"(?:[。！？]|……)[。！？…]*[{_CLOSERS}]*")
_CLAUSE = re.compile(rf"[，；：、。][{_CLOSERS}]*")
_NUMERALS = frozenset("0123456789〇零一二三四五六七八九十百千万亿两半")
_NEGATIONS = frozenset("不未没无非否")


@dataclass(frozen=True)
class Name:
    """A name where it stands, and who or what it names."""

    start: int
    end: int
    kind: str
    surface: str
    entity: str


@dataclass
class Quotation:
    """What somebody is said to have said; several spans where the text breaks it."""

    id: str
    speaker: str
    cue: str
    direct: bool
    where: str
    spans: list[tuple[int, int]] = field(default_factory=list)


@dataclass
class Sentence:
    """A sentence, the classes it belongs to, and the part of each."""

    start: int
    end: int
    classes: tuple[str, ...]
    changes: str
    source: str
    where: str
    cuts: tuple[int, ...] = ()  # where the writer said that one class ends and the next begins
    parts: tuple[tuple[int, int], ...] = ()


@dataclass
class Article:
    """One article: what is printed, and what is known of it."""

    id: str
    where: str
    fields: dict[str, str] = field(default_factory=dict)
    heads: list[str] = field(default_factory=list)
    tails: list[str] = field(default_factory=list)
    body: list[tuple[int, str]] = field(default_factory=list)
    text: str = ""
    stretches: list[tuple[int, int, str]] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
    quotations: list[Quotation] = field(default_factory=list)
    file: str = ""
    number: int = 1

    @property
    def published(self) -> str | None:
        """The printed time as ISO 8601, as exact as printed; None where none is."""
        return None if self.fields["time"] == "none" else self.fields["time"]

    @property
    def authors(self) -> list[str]:
        """The writers named, in their order."""
        said = self.fields["authors"]
        return [] if said == "none" else said.split("、")

    @property
    def title(self) -> str:
        """The headline."""
        start, end, _ = self.stretches[0]
        return self.text[start:end]

    @property
    def key(self) -> str:
        """What a reader of the folder calls the article."""
        return f"{self.file}:{self.number}" if self.fields["layout"] == "export" else self.file


@dataclass
class Problems:
    """What is wrong with the sources; an error stops the script, a warning does not."""

    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def error(self, where: str, what: str) -> None:
        """Remember what must be mended."""
        self.errors.append(f"{where}: {what}")

    def warn(self, where: str, what: str) -> None:
        """Remember what should be looked at."""
        self.warnings.append(f"{where}: {what}")


# Sources


def read_sources(folder: Path, problems: Problems) -> list[Article]:
    """Read every source of a folder; what is wrong is in `problems`, and the rest goes on."""
    articles: list[Article] = []
    for path in sorted(folder.glob("*.txt")):
        articles += _articles_in(path.read_text(encoding="utf-8"), path.name, problems)
    seen: dict[str, str] = {}
    for article in articles:
        if article.id in seen:
            problems.error(article.where, f"{article.id} stands already at {seen[article.id]}")
        seen[article.id] = article.where
    sound = [article for article in articles if _has_fields(article, problems)]
    for article in sound:
        _Printer(article, problems).print()
    return sound


def _articles_in(text: str, name: str, problems: Problems) -> list[Article]:
    articles: list[Article] = []
    in_body = False
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        line, where = line.rstrip(), f"{name}:{number}"
        if line.startswith("=== "):
            articles.append(Article(line[4:].strip(), where))
            in_body = False
        elif not articles:
            if line and not line.startswith("%"):
                problems.error(where, "text before the first === line")
        elif line == "---" and not in_body:
            in_body = True
        else:
            _take_line(articles[-1], line, number, where, in_body, problems)
    return articles


def _take_line(
    article: Article, line: str, number: int, where: str, in_body: bool, problems: Problems
) -> None:
    key, colon, value = line.partition(":")
    if line.startswith("%"):  # a writer's remark
        return
    if colon and key in (*KEYS, *MORE_KEYS) and (not in_body or key in ("head", "opening", "tail")):
        _take_field(article, key, value.strip(), where, problems)
    elif in_body:
        article.body.append((number, line))
    elif line:
        problems.error(where, f"no key of an article: {line[:30]}")


def _take_field(article: Article, key: str, value: str, where: str, problems: Problems) -> None:
    if key == "head":
        article.heads.append(value)
    elif key == "tail":
        article.tails.append(value)
    elif key in article.fields:
        problems.error(where, f"{article.id} has {key}: twice")
    else:
        article.fields[key] = value


def _has_fields(article: Article, problems: Problems) -> bool:
    own, where = article.fields, f"{article.where} {article.id}"
    wrong = [f"no {key}:" for key in KEYS if not own.get(key)]
    if not wrong:
        if own["outlet"] not in HABITS:
            wrong.append(f"unknown outlet {own['outlet']}")
        if own["time"] != "none" and not _is_time(own["time"]):
            wrong.append(f"time {own['time']} is neither 2026-10-12 nor 2026-10-12T14:20+08:00")
        if own["kind"] not in ARTICLE_KINDS:
            wrong.append(f"kind {own['kind']} is none of {', '.join(ARTICLE_KINDS)}")
        if own["layout"] not in LAYOUTS:
            wrong.append(f"layout {own['layout']} is none of {', '.join(LAYOUTS)}")
    if not article.body:
        wrong.append("no text behind ---")
    for what in wrong:
        problems.error(where, what)
    return not wrong


def _is_time(said: str) -> bool:
    if not _TIME.fullmatch(said):
        return False
    try:
        datetime.fromisoformat(said)
    except ValueError:
        return False
    return True


class _Printer:
    """Takes the marks out of an article and notes where in the text they stood."""

    def __init__(self, article: Article, problems: Problems) -> None:
        self.article, self.problems = article, problems
        self.where = article.where
        self.text: list[str] = []
        self.at = 0
        self.open: list[tuple[tuple[str, str, str, bool, str], int]] = []
        self.found: dict[tuple[str, bool, str], Quotation] = {}
        self.cuts: list[int] = []
        self.zone = "title"

    def print(self) -> None:
        """Print title, heads, paragraphs and tails; fill the article."""
        own = self.article
        self._line("title", own.fields["title"])
        self.zone = "body"
        for head in own.heads:
            self._line("head", head)
        self._body()
        for tail in own.tails:
            self._line("tail", tail)
        if self.open:
            self._wrong(f"quotation {self.open[-1][0][0]} is never closed")
        own.text = "".join(self.text)
        own.quotations = list(self.found.values())

    def _line(self, kind: str, markup: str) -> None:
        """Print markup as a line of its own."""
        if self.at:
            self._put("\n")
        start = self.at
        self._emit(markup)
        self.article.stretches.append((start, self.at, kind))

    def _body(self) -> None:
        opening = self.article.fields.get("opening")
        if opening and HABITS[self.article.fields["outlet"]][1]:
            self._line("opening", opening)
            opening = None
        blank, start = True, 0
        for number, line in [*self.article.body, (0, "")]:
            self.where = f"{self.article.where.partition(':')[0]}:{number} {self.article.id}"
            if not line or line.startswith("#"):
                if not blank:
                    self._close_paragraph(start)
                blank = True
                if line:
                    self._line("subhead", line.lstrip("# "))
                continue
            if blank:
                self._reopen("\n")
                start = self.at
                if opening:
                    self._emit(opening)
                    self.article.stretches.append((start, self.at, "opening"))
                    start, opening = self.at, None
            blank = False
            self._sentence(line)

    def _close_paragraph(self, start: int) -> None:
        self.article.stretches.append((start, self.at, "paragraph"))
        for key, begin in self.open:
            self._note(key, begin, self.at)

    def _reopen(self, between: str) -> None:
        self._put(between)
        self.open = [(key, self.at) for key, _ in self.open]

    def _sentence(self, line: str) -> None:
        mark = _MARK.match(line)
        if not mark:
            self._wrong(f"a sentence begins with ‹class› or ‹›, not with {line[:12]}")
            return
        start = self.at
        self.cuts = []
        self._emit(line[mark.end() :].strip())
        own, number = self.article, len(self.article.sentences) + 1
        classes, changes, source = self._classes(mark, number)
        own.sentences.append(
            Sentence(start, self.at, classes, changes, source, self.where, tuple(self.cuts))
        )
        _look_at_stops("".join(self.text)[start:], self.where, self.problems)

    def _classes(self, mark: re.Match[str], number: int) -> tuple[tuple[str, ...], str, str]:
        rest = re.findall(r"([~<])([^~<]+)", mark[2])
        said = {sign: value.strip() for sign, value in rest}
        if len(said) < len(rest):
            self._wrong(f"{mark[0]} says ~ or < twice")
        classes = tuple(part.strip() for part in mark[1].split("+")) if mark[1].strip() else ()
        for name in (*classes, *filter(None, [said.get("~")])):
            if not _CLASS.fullmatch(name):
                self._wrong(f"{name} is no name of a class, such as oil.7b")
        if not classes and "<" in said:
            self._wrong("a sentence that stands here alone has no source")
        own = classes or (f"{self.article.id}#{number}",)
        return own, said.get("~", ""), said.get("<", "")

    def _emit(self, markup: str) -> None:
        """Print markup without its marks."""
        at = 0
        while at < len(markup):
            sign = markup[at]
            if (sign == "[" and (found := _NAME.match(markup, at))) or (
                sign == "{" and (found := _QUOTE.match(markup, at))
            ):
                self._open_or_name(found)
                at = found.end()
                continue
            if sign == "}" and self.open:
                key, start = self.open.pop()
                self._note(key, start, self.at)
            elif sign == "¦":
                self.cuts.append(self.at)
            elif sign in "[]{}|‹›":
                self._wrong(f"{sign} is no mark here: {markup[max(at - 6, 0) : at + 14]}")
            else:
                self._put(sign)
            at += 1

    def _open_or_name(self, found: re.Match[str]) -> None:
        if found[0].startswith("["):
            start = self.at
            self._put(found[2])
            name = Name(start, self.at, KINDS[found[1]], found[2], found[3] or found[2])
            self.article.names.append(name)
        else:
            key = (found[1], found[2], found[3], found[4] == "d", self.where)
            self.open.append((key, self.at))

    def _note(self, key: tuple[str, str, str, bool, str], start: int, end: int) -> None:
        id, speaker, cue, direct, where = key
        own = Quotation(id, speaker, "" if cue == "-" else cue, direct, where)
        known = self.found.setdefault((id, direct, self.zone), own)
        known.cue = known.cue or own.cue
        if known.speaker != speaker:
            self._wrong(f"{id} is said by {known.speaker} and by {speaker}")
        known.spans.append((start, end))

    def _put(self, text: str) -> None:
        self.text.append(text)
        self.at += len(text)

    def _wrong(self, what: str) -> None:
        self.problems.error(self.where, what)


def _look_at_stops(sentence: str, where: str, problems: Problems) -> None:
    ends = [match.end() for match in _END.finditer(sentence)]
    inner = [end for end in ends if end < len(sentence) and sentence[end] not in "，、；："]
    if inner:
        problems.warn(where, f"a stop inside a sentence: …{sentence[inner[0] - 8 : inner[0]]}|")
    if len(sentence) not in ends:
        problems.warn(where, f"no stop at the end of a sentence: …{sentence[-10:]}")


# What all articles say together


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


@cache
def _simplified(char: str) -> str:
    return str(_converter().convert(char))


def fold(text: str) -> str:
    """Return the letters and digits of a text, 繁 and 簡, wide and narrow, as one form."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return "".join(_simplified(char) for char in plain if char.isalnum())


Place = tuple[Article, Sentence, int, int]


def places_of(articles: Sequence[Article]) -> dict[str, list[Place]]:
    """Return where each class stands: article, sentence, and the part of it."""
    found: dict[str, list[Place]] = defaultdict(list)
    for article in articles:
        for sentence in article.sentences:
            for name, (start, end) in zip(sentence.classes, sentence.parts, strict=True):
                found[name].append((article, sentence, start, end))
    return found


def divide(articles: Sequence[Article], problems: Problems) -> None:
    """Find which part of a merged sentence belongs to which of its classes.

    A part ends at the end of a clause; those ends are taken at which the parts are most like
    the places where the classes stand alone.
    """
    alone: dict[str, str] = {}
    for article in articles:
        for sentence in article.sentences:
            if len(sentence.classes) == 1:
                text = fold(article.text[sentence.start : sentence.end])
                alone.setdefault(sentence.classes[0], text)
    for article in articles:
        for sentence in article.sentences:
            cuts = sentence.cuts or _cuts(article, sentence, alone, problems)
            if len(cuts) != len(sentence.classes) - 1:
                problems.error(sentence.where, f"{len(cuts)} cuts ¦ for {sentence.classes}")
                cuts = (sentence.end,) * (len(sentence.classes) - 1)
            edges = (sentence.start, *cuts, sentence.end)
            sentence.parts = tuple(itertools.pairwise(edges))


def _cuts(
    article: Article, sentence: Sentence, alone: dict[str, str], problems: Problems
) -> tuple[int, ...]:
    if len(sentence.classes) == 1:
        return ()
    text = article.text[sentence.start : sentence.end]
    ends = [match.end() for match in _CLAUSE.finditer(text) if match.end() < len(text)]
    known = [alone.get(name, "") for name in sentence.classes]
    if not any(known):
        problems.warn(sentence.where, f"{sentence.classes} never stand alone: say where to cut, ¦")

    def likeness(cuts: tuple[int, ...]) -> float:
        parts = (fold(text[a:b]) for a, b in itertools.pairwise((0, *cuts, len(text))))
        pairs = zip(parts, known, strict=True)
        return sum(_ratio(part, whole) for part, whole in pairs if whole)

    choices = list(itertools.combinations(ends, len(sentence.classes) - 1))
    if not choices:
        problems.error(sentence.where, f"no clause ends between {sentence.classes}")
        return (sentence.end,) * (len(sentence.classes) - 1)
    return tuple(sentence.start + cut for cut in max(choices, key=likeness))


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def look_over(articles: Sequence[Article], problems: Problems) -> None:
    """Compare the articles with one another: classes, sources, names, quotations."""
    by_id = {article.id: article for article in articles}
    places = places_of(articles)
    _look_at_classes(places, problems)
    _look_at_unlike(places, problems)
    holders = {name: {place[0].id for place in found} for name, found in places.items()}
    for article in articles:
        told = article.fields.get("from")
        if told and told not in by_id:
            problems.error(article.where, f"{article.id} is from {told}, which is not here")
        for sentence in article.sentences:
            _look_at_relations(article, sentence, by_id, holders, problems)
    _look_at_names(articles, problems)
    _look_at_people(articles, problems)


def _look_at_relations(
    article: Article,
    sentence: Sentence,
    by_id: dict[str, Article],
    holders: dict[str, set[str]],
    problems: Problems,
) -> None:
    if sentence.changes and sentence.changes not in holders:
        problems.error(sentence.where, f"changes {sentence.changes}, which stands nowhere")
    if sentence.source and sentence.source not in by_id:
        problems.error(sentence.where, f"taken from {sentence.source}, which is not here")
    elif sentence.source == article.id:
        problems.error(sentence.where, "taken from the article itself")
    elif sentence.source and not any(sentence.source in holders[n] for n in sentence.classes):
        said = "+".join(sentence.classes)  # one of a merged sentence may be from elsewhere
        problems.error(sentence.where, f"{sentence.source} does not hold {said}")


def _look_at_classes(places: dict[str, list[Place]], problems: Problems) -> None:
    """Equal sentences have one class; places of a class are alike, their numbers the same."""
    by_text: dict[str, str] = {}
    for name, found in places.items():
        for article, sentence, start, end in found:
            text = fold(article.text[start:end])
            other = by_text.setdefault(text, name)
            if other != name:
                problems.error(sentence.where, f"{name} is the same sentence as {other}")
    for name, found in places.items():
        first = fold(found[0][0].text[found[0][2] : found[0][3]])
        for article, sentence, start, end in found[1:]:
            _look_at_edits(name, first, fold(article.text[start:end]), sentence.where, problems)


def _look_at_edits(name: str, first: str, text: str, where: str, problems: Problems) -> None:
    matcher = SequenceMatcher(None, first, text, autojunk=False)
    edits = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    changed = {c for _, a, b, x, y in edits for c in first[a:b] + text[x:y]}
    shown = "; ".join(f"{first[a:b] or '∅'}→{text[x:y] or '∅'}" for _, a, b, x, y in edits)
    if changed & _NUMERALS:
        problems.warn(where, f"{name} with another number? {shown}")
    if changed & _NEGATIONS:
        problems.warn(where, f"{name} with another negation? {shown}")
    if len(edits) > 3 or matcher.ratio() < 0.8:
        problems.warn(where, f"{name} is {matcher.ratio():.2f} like its first place: {shown}")


def _look_at_unlike(places: dict[str, list[Place]], problems: Problems) -> None:
    """Tell of classes that are nearly the same and do not say so."""
    first = {name: found[0] for name, found in places.items()}
    texts = {n: fold(a.text[start:end]) for n, (a, _, start, end) in first.items()}
    pairs = {n: {t[i : i + 2] for i in range(len(t) - 1)} for n, t in texts.items()}
    roots = _roots(places)
    for one, other in itertools.combinations(texts, 2):
        both = len(pairs[one] & pairs[other])
        if both * 2 < max(len(pairs[one]), len(pairs[other]), 8):
            continue
        if roots[one] == roots[other]:
            continue
        if (ratio := _ratio(texts[one], texts[other])) > 0.8:
            where = first[other][1].where
            problems.warn(where, f"{other} is {ratio:.2f} like {one} and does not say ~{one}")


def _roots(places: dict[str, list[Place]]) -> dict[str, str]:
    """Return for each class the one that its changes began with."""
    above = {name: place[1].changes for name, found in places.items() for place in found[:1]}
    roots = {}
    for name in places:
        root, seen = name, {name}
        while (before := above.get(root)) and before not in seen:
            root = before
            seen.add(root)
        roots[name] = root
    return roots


def _look_at_names(articles: Sequence[Article], problems: Problems) -> None:
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    surfaces: set[str] = set()
    for article in articles:
        for name in article.names:
            kinds[name.surface][name.kind] += 1
            surfaces.add(name.surface)
    for surface, found in kinds.items():
        if len(found) > 1:
            problems.warn(surface, f"marked as {dict(found)}")
    folded = {fold(surface) for surface in surfaces}
    spelled: dict[tuple[str, str], str] = {}
    for article in articles:
        for name in article.names:
            one = spelled.setdefault((name.kind, fold(name.entity)), name.entity)
            if one != name.entity:
                problems.warn(f"{article.where} {article.id}", f"{name.entity} is elsewhere {one}")
            if fold(name.entity) not in folded:
                where = f"{article.where} {article.id}"
                problems.warn(where, f"{name.surface} names {name.entity}, which stands nowhere")
        _look_at_unmarked(article, surfaces, problems)


def _look_at_unmarked(article: Article, surfaces: set[str], problems: Problems) -> None:
    allowed = set(article.fields.get("unmarked", "").split("、"))
    taken = [False] * len(article.text)
    for name in article.names:
        taken[name.start : name.end] = [True] * (name.end - name.start)
    for surface in sorted(surfaces, key=len, reverse=True):
        if len(surface) < 2 or surface in allowed:
            continue
        for match in re.finditer(re.escape(surface), article.text):
            if not any(taken[match.start() : match.end()]):
                around = article.text[max(match.start() - 6, 0) : match.end() + 6]
                shown = around.replace("\n", "／")
                where = f"{article.where} {article.id}"
                problems.warn(where, f"{surface} is not marked in …{shown}…")
                taken[match.start() : match.end()] = [True] * len(surface)


def _look_at_people(articles: Sequence[Article], problems: Problems) -> None:
    entities = {name.entity for article in articles for name in article.names}
    speakers: dict[str, str] = {}
    for article in articles:
        where = f"{article.where} {article.id}"
        own = {name.entity for name in article.names}
        for author in article.authors:
            if author not in own:
                problems.warn(where, f"the author {author} is not marked")
        place = article.fields["place"]
        if place != "none" and place not in {name.surface for name in article.names}:
            problems.warn(where, f"the place {place} is not marked")
        for quotation in article.quotations:
            _look_at_quotation(article, quotation, entities, speakers, problems)


def _look_at_quotation(
    article: Article,
    quotation: Quotation,
    entities: set[str],
    speakers: dict[str, str],
    problems: Problems,
) -> None:
    where = quotation.where
    known = speakers.setdefault(quotation.id, quotation.speaker)
    if known != quotation.speaker:
        problems.error(where, f"{quotation.id} is said elsewhere by {known}")
    if quotation.speaker != "?" and quotation.speaker not in entities:
        problems.warn(where, f"{quotation.speaker} is no name of the corpus")
    said = [article.text[start:end] for start, end in quotation.spans]
    if quotation.direct and not (said[0][:1] in "「『“" and said[-1][-1:] in "」』”"):
        problems.warn(where, f"{quotation.id} is direct, without marks: {said[0][:10]}")
    if not quotation.direct and (said[0][:1] in "，。" or said[-1][-1:] in "，。"):
        problems.warn(where, f"{quotation.id} holds a comma or stop at its edge")
    if quotation.cue and not _cue_near(article, quotation):
        problems.warn(where, f"the cue {quotation.cue} of {quotation.id} is not near it")


def _cue_near(article: Article, quotation: Quotation) -> bool:
    start, end = quotation.spans[0][0], quotation.spans[-1][1]
    around = article.text[max(start - 60, 0) : start] + article.text[end : end + 60]
    return quotation.cue in around


# Article files


def _lines(article: Article) -> list[str]:
    """Return the lines that an outlet prints; a paragraph is one line."""
    spacing, _ = HABITS[article.fields["outlet"]]
    lines: list[str] = []
    before = ""
    for start, end, kind in article.stretches:
        text = article.text[start:end]
        if kind == "paragraph" and before == "opening" and article.text[start - 1] != "\n":
            lines[-1] += text
        elif spacing == "blank":
            alone = kind in ("title", "head") or (kind == "tail" and before == "tail")
            lines += [text] if alone or not lines else ["", text]
        else:
            indented = kind in ("opening", "paragraph")
            lines.append(f"　　{text}" if indented else text)
        before = kind
    return lines


def _wrapped(lines: Iterable[str], width: Callable[[str], int], limit: int) -> Iterator[str]:
    """Cut lines where they are full, with no regard to words."""
    for line in lines:
        piece, filled = "", 0
        for char in line:
            if filled + width(char) > limit:
                yield piece
                piece, filled = "", 0
            piece, filled = piece + char, filled + width(char)
        yield piece


def _columns(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in "FWA" else 1


def _plain(article: Article) -> bytes:
    return ("\n".join(_lines(article)) + "\n").encode()


def _wrap32(article: Article) -> bytes:
    return ("\n".join(_wrapped(_lines(article), lambda _: 1, 32)) + "\n").encode()


def _wrapcols(article: Article) -> bytes:
    return ("\n".join(_wrapped(_lines(article), _columns, 72)) + "\n").encode()


def _big5(article: Article) -> bytes:
    return ("\r\n".join(_lines(article)) + "\r\n").encode("cp950")


def _docx(article: Article) -> bytes:
    """Write a Word document, its parts unpacked and undated: the same bytes everywhere."""
    from docx import Document

    document: Any = Document()
    document.add_heading(article.title, level=1)
    for line in _lines(article)[1:]:
        if line:
            document.add_paragraph(line.strip("　"))
    for style in list(document.styles):
        if style.name not in ("Normal", "Heading 1", "Default Paragraph Font"):
            style.element.getparent().remove(style.element)
    about = document.core_properties
    about.author, about.title, about.comments, about.keywords = "", article.title, "", ""
    day = datetime.fromisoformat(article.published) if article.published else _MADE
    about.created = about.modified = day.replace(tzinfo=None)
    made = io.BytesIO()
    document.save(made)
    plain = io.BytesIO()
    with zipfile.ZipFile(made) as packed, zipfile.ZipFile(plain, "w") as unpacked:
        for name in packed.namelist():
            if not any(part in name for part in _UNUSED):
                unpacked.writestr(_undated(name), _without_unused(packed.read(name)))
    return plain.getvalue()


# What python-docx's empty document brings and an article has no use for.
_UNUSED = ("thumbnail", "stylesWithEffects", "customXml", "numbering", "webSettings", "printer")
_REFERENCE = re.compile(
    rb"<(?:Relationship|Override) [^>]*(?:%s)[^>]*/>" % "|".join(_UNUSED).encode()
)


def _undated(name: str) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name, _MADE.timetuple()[:6])


def _without_unused(data: bytes) -> bytes:
    return _REFERENCE.sub(b"", data)


def _pdf(article: Article) -> bytes:
    """Write a page of A4 with its font inside, its streams as they are."""
    import pylopdf_fonts_zh_tw
    from fpdf import FPDF
    from fpdf.enums import WrapMode

    paper = FPDF(format="A4")
    paper.set_compression(False)
    paper.set_creation_date(_MADE)
    paper.set_title(article.title)
    paper.set_margin(25)
    paper.add_font("noto", fname=str(pylopdf_fonts_zh_tw.sans_path()))
    paper.add_page()
    for line in _lines(article):
        paper.set_font("noto", size=18 if line == article.title else 11)
        if line:
            height = 10 if line == article.title else 7
            paper.multi_cell(
                0, height, line, align="L", wrapmode=WrapMode.CHAR, new_x="LMARGIN", new_y="NEXT"
            )
        else:
            paper.ln(4)
    return bytes(paper.output())


_PAGE = """<!DOCTYPE html>
<html lang="zh-Hant-TW">
<head>
<meta charset="utf-8">
<title>{title} | {outlet}</title>
<meta property="og:type" content="article">
<meta property="og:site_name" content="{outlet}">
<meta property="og:title" content="{title}">
<meta property="article:published_time" content="{time}">
<script type="application/ld+json">
{data}
</script>
</head>
<body>
<header>
<a class="logo" href="/">{outlet}</a>
<nav><ul>{menu}</ul></nav>
</header>
<main>
<div class="breadcrumb"><a href="/">首頁</a> &gt; <a href="/culture">文化</a></div>
<article>
<h1>{title}</h1>
{text}
</article>
<aside>
<h3>延伸閱讀</h3>
<ul>{related}</ul>
</aside>
</main>
<footer>
<p>關於我們　聯絡我們　隱私權政策　廣告刊登</p>
<p>© 2026 {outlet}　本網站內容未經授權不得轉載</p>
</footer>
</body>
</html>
"""
_MENU = ("即時", "政治", "社會", "財經", "國際", "生活", "文化", "體育")
_RELATED = ("週末文化活動一覽", "影展售票今天開始", "編輯室：這個月最多人讀的五則新聞")


def _html(article: Article) -> bytes:
    """Write a page as a browser saves it, menus and all."""
    own = article.fields
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "datePublished": article.published,
        "author": [{"@type": "Person", "name": name} for name in article.authors],
        "publisher": {"@type": "Organization", "name": own["outlet"]},
    }
    tags = {"subhead": "h2", "head": 'p class="info"', "tail": 'p class="note"'}
    body = []
    for line, kind in _blocks(article):
        tag = tags.get(kind, "p")
        body.append(f"<{tag}>{html.escape(line, quote=False)}</{tag.split()[0]}>")
    page = _PAGE.format(
        title=html.escape(article.title),
        outlet=own["outlet"],
        time=article.published or "",
        data=json.dumps(data, ensure_ascii=False, indent=1),
        menu="".join(f'<li><a href="/{n}">{name}</a></li>' for n, name in enumerate(_MENU, 1)),
        text="\n".join(body),
        related="".join(f'<li><a href="#">{name}</a></li>' for name in _RELATED),
    )
    return page.encode()


def _blocks(article: Article) -> Iterator[tuple[str, str]]:
    """Yield the printed lines behind the title, with the kind of the last stretch of each."""
    line, before = "", ""
    for start, end, kind in article.stretches[1:]:
        if line and article.text[start - 1] == "\n":
            yield line, before
            line = ""
        line, before = line + article.text[start:end], kind
    yield line, before


def _record(article: Article) -> str:
    """Print an article as a database exports it, with a label before each field."""
    own = article.fields
    shown = (article.published or "").replace("T", " ").replace("+08:00", "")
    fields = {
        "標題": article.title,
        "日期": shown,
        "來源": own["outlet"],
        "作者": "、".join(article.authors),
        "內文": "\n".join(_lines(article)[1:]).lstrip("\n"),
    }
    return "\n".join(f"{label}：{value}" for label, value in fields.items())


LAYOUTS: dict[str, Callable[[Article], bytes]] = {
    "plain": _plain,
    "wrap32": _wrap32,
    "wrapcols": _wrapcols,
    "big5": _big5,
    "docx": _docx,
    "html": _html,
    "pdf": _pdf,
    "export": lambda article: _record(article).encode(),
}
_SUFFIX = {"docx": ".docx", "html": ".html", "pdf": ".pdf"}


def name_files(articles: Sequence[Article], problems: Problems) -> None:
    """Give each article its file: day, outlet, and the headline as far as it tells them apart."""
    exported = 0
    taken: set[str] = set()
    for article in articles:
        own = article.fields
        if own["layout"] == "export":
            exported += 1
            article.file, article.number = EXPORT, exported
            continue
        day = (article.published or "")[:10]
        said = own.get("file") or _short(article.title)
        for name in (said, _short(article.title, least=99)):
            article.file = " ".join(filter(None, (day, own["outlet"], name)))
            article.file += _SUFFIX.get(own["layout"], ".txt")
            if article.file not in taken:
                break
        else:
            problems.error(article.where, f"{article.id}: {article.file} is taken; say file:")
        taken.add(article.file)


def _short(title: str, least: int = 6) -> str:
    """Return the first parts of a headline that have so many characters, without signs."""
    title = re.sub(r"^(?:【[^】]*】|[^／]{2,4}／)", "", title)
    said = ""
    for part in re.split(r"[　 ]", title):
        said += re.sub(r"\W", "", unicodedata.normalize("NFKC", part))
        if len(said) >= least:
            break
    return said


# The truth


def _truth(articles: Sequence[Article]) -> dict[str, Any]:
    return {"articles": [_article_truth(article) for article in articles]}


def _article_truth(article: Article) -> dict[str, Any]:
    own = article.fields
    return {
        "id": article.id,
        "file": article.file,
        "number": article.number,
        "article": article.key,
        "title": article.title,
        "outlet": own["outlet"],
        "published": article.published,
        "authors": article.authors,
        "place": None if own["place"] == "none" else own["place"],
        "kind": own["kind"],
        "from": own.get("from"),
        "layout": own["layout"],
        "text": article.text,
        "stretches": [list(stretch) for stretch in article.stretches],
        "sentences": [_sentence_truth(sentence) for sentence in article.sentences],
        "names": [
            [n.start, n.end, n.kind, n.surface, n.entity]
            for n in sorted(article.names, key=lambda n: n.start)
        ],
        "quotations": [_quotation_truth(quotation) for quotation in article.quotations],
    }


def _sentence_truth(sentence: Sentence) -> dict[str, Any]:
    parts = zip(sentence.parts, sentence.classes, strict=True)
    return {
        "start": sentence.start,
        "end": sentence.end,
        "parts": [[start, end, name] for (start, end), name in parts],
        "changes": sentence.changes or None,
        "source": sentence.source or None,
    }


def _quotation_truth(quotation: Quotation) -> dict[str, Any]:
    return {
        "id": quotation.id,
        "spans": [list(span) for span in quotation.spans],
        "speaker": None if quotation.speaker == "?" else quotation.speaker,
        "cue": quotation.cue or None,
        "direct": quotation.direct,
    }


def count(articles: Sequence[Article]) -> dict[str, Any]:
    """Count what pages show; truth/FORMAT.md says by which rules."""
    ordered = sorted(articles, key=lambda a: (a.published is None, a.published or "", a.key))
    seen: set[str] = set()
    once, every = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    repeated = 0
    for article in ordered:
        for sentence in article.sentences:
            fresh = []
            for name, (start, end) in zip(sentence.classes, sentence.parts, strict=True):
                if name in seen:
                    repeated += end - start
                else:
                    seen.add(name)
                    fresh.append((start, end))
            once.update(_named(article, fresh))
        told = [(s.start, s.end) for s in article.sentences]
        heads = [(s, e) for s, e, kind in article.stretches if kind in ("title", "subhead")]
        once.update(_named(article, heads))
        every.update(_named(article, told + heads))
    in_sentences = sum(s.end - s.start for a in articles for s in a.sentences)
    return {
        **_count_articles(articles),
        "sentences": sum(len(a.sentences) for a in articles),
        "distinct": len(seen),
        "characters": {
            "text": sum(len(a.text) for a in articles),
            "sentences": in_sentences,
            "repeated": repeated,
        },
        "share_repeated": round(repeated / in_sentences, 4) if in_sentences else 0.0,
        "names": {kind: _n_names(articles, kind) for kind in KINDS.values()},
        "top_names": {"every": _top(every), "once": _top(once)},
        **_count_quotations(articles),
    }


def _count_articles(articles: Sequence[Article]) -> dict[str, Any]:
    days = [(a.published or "undated")[:10] for a in articles]
    by_both: dict[str, Counter[str]] = defaultdict(Counter)
    for article, day in zip(articles, days, strict=True):
        by_both[day][article.fields["outlet"]] += 1
    outlets = Counter(a.fields["outlet"] for a in articles)
    return {
        "articles": len(articles),
        "by_day": dict(sorted(Counter(days).items())),
        "by_outlet": {name: outlets[name] for name in HABITS if outlets[name]},
        "by_day_and_outlet": {day: dict(sorted(by_both[day].items())) for day in sorted(by_both)},
    }


def _count_quotations(articles: Sequence[Article]) -> dict[str, Any]:
    every = [quotation for article in articles for quotation in article.quotations]
    distinct = {quotation.id: quotation.speaker for quotation in every}
    by_speaker = Counter(name for name in distinct.values() if name != "?")
    return {
        "quotations": {
            "places": len(every),
            "direct": sum(quotation.direct for quotation in every),
            "distinct": len(distinct),
        },
        "quotations_by_speaker": dict(sorted(by_speaker.items(), key=lambda x: (-x[1], x[0]))),
    }


def _named(article: Article, within: Iterable[tuple[int, int]]) -> Iterator[tuple[str, str]]:
    stretches = list(within)
    for name in article.names:
        if any(start <= name.start < end for start, end in stretches):
            yield name.entity, name.kind


def _n_names(articles: Sequence[Article], kind: str) -> dict[str, int]:
    found = [n for article in articles for n in article.names if n.kind == kind]
    return {"places": len(found), "entities": len({name.entity for name in found})}


def _top(counts: Counter[tuple[str, str]]) -> list[list[Any]]:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [[entity, kind, n] for (entity, kind), n in ordered[:10]]


def _json(value: Any, depth: int = 0) -> str:
    """Write JSON of which people can read a change: an entry of a list on a line."""
    indent = " " * (depth + 1)
    if isinstance(value, dict) and depth < 3 and value:
        rows = (f"{indent}{_flat(key)}: {_json(item, depth + 1)}" for key, item in value.items())
        return "{\n" + ",\n".join(rows) + f"\n{' ' * depth}}}"
    if isinstance(value, list) and value and isinstance(value[0], dict | list):
        deep = depth + 1 if depth < 2 else depth + 3
        rows = (f"{indent}{_json(item, deep)}" for item in value)
        return "[\n" + ",\n".join(rows) + f"\n{' ' * depth}]"
    return _flat(value)


def _flat(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


# The command


def build(folder: Path, problems: Problems) -> tuple[list[Article], dict[str, bytes]]:
    """Read the sources and return the articles, and the files they give by their names."""
    articles = read_sources(folder / "source", problems)
    name_files(articles, problems)
    divide(articles, problems)
    look_over(articles, problems)
    files: dict[str, bytes] = {}
    if problems.errors:
        return articles, files
    exported = [a for a in articles if a.fields["layout"] == "export"]
    for article in articles:
        if article in exported:
            continue
        try:
            files[article.file] = LAYOUTS[article.fields["layout"]](article)
        except UnicodeEncodeError as error:
            problems.error(article.where, f"{article.id} in Big5: {error.object[error.start]}")
    if exported:
        rule = f"\n\n{'-' * 40}\n\n"
        files[EXPORT] = (rule.join(_record(a) for a in exported) + "\n").encode()
    files["truth/articles.json"] = (_json(_truth(articles)) + "\n").encode()
    files["truth/counts.json"] = (_json(count(articles)) + "\n").encode()
    return articles, files


def differences(folder: Path, files: dict[str, bytes]) -> list[str]:
    """Return what a folder holds otherwise than the sources give."""
    found = {path.name for path in folder.iterdir() if path.is_file()} - {*KEPT}
    told = [f"{name} is left over" for name in sorted(found - {*files})]
    for name, data in files.items():
        path = folder / name
        if not path.is_file():
            told.append(f"{name} is missing")
        elif path.read_bytes() != data:
            told.append(f"{name} is not what the sources give")
    return told


def write(folder: Path, files: dict[str, bytes]) -> None:
    """Write the files, and take away articles that the sources no longer give."""
    for path in folder.iterdir():
        if path.is_file() and path.name not in (*KEPT, *files):
            path.unlink()
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        if not path.is_file() or path.read_bytes() != data:
            path.write_bytes(data)


def show(article: Article, places: dict[str, list[Place]]) -> Iterator[str]:
    """Yield an article for a second reader: every line with its marks, then what they say."""
    own = article.fields
    yield f"=== {article.id}   {article.key}"
    yield " · ".join(f"{key} {own[key]}" for key in (*KEYS[:-1], "from") if key in own)
    for start, end, kind in article.stretches:
        if kind != "paragraph":
            yield f"{kind:>9}  {_marked(article, start, end)}"
            continue
        yield ""
        for sentence in article.sentences:
            if start <= sentence.start < end:
                yield from _show_sentence(article, sentence, places)
    yield ""
    for quotation in article.quotations:
        said = " … ".join(article.text[start:end] for start, end in quotation.spans)
        kind = "direct" if quotation.direct else "indirect"
        yield f"  {quotation.id} {kind}, {quotation.speaker} ({quotation.cue or '-'}): {said}"
    for name in sorted({(n.kind, n.surface, n.entity) for n in article.names}):
        yield f"  {name[0]} {name[1]}" + (f" = {name[2]}" if name[1] != name[2] else "")


def _show_sentence(
    article: Article, sentence: Sentence, places: dict[str, list[Place]]
) -> Iterator[str]:
    mark = "+".join(sentence.classes)
    mark += f"~{sentence.changes}" if sentence.changes else ""
    mark += f"<{sentence.source}" if sentence.source else ""
    parts = [_marked(article, start, end) for start, end in sentence.parts]
    yield f"‹{mark}›  {' ¦ '.join(parts)}"
    for name, (start, end) in zip(sentence.classes, sentence.parts, strict=True):
        for other, _, begin, stop in places[name]:
            if other is not article:
                text = _edits(article.text[start:end], other.text[begin:stop])
                yield f"      also {other.id}: {text}"
    for other, _, begin, stop in places.get(sentence.changes, [])[:1]:
        text = article.text[sentence.start : sentence.end]
        yield f"      changes {sentence.changes}: {_edits(text, other.text[begin:stop])}"


def _edits(one: str, other: str) -> str:
    """Show how another text differs: what only it has in (), what only this one has in <>."""
    if one == other:
        return "word for word"
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    shown = ""
    for code, a, b, x, y in matcher.get_opcodes():
        if code == "equal":
            shown += one[a:b]
        else:
            shown += (f"<{one[a:b]}>" if b > a else "") + (f"({other[x:y]})" if y > x else "")
    return shown


def _marked(article: Article, start: int, end: int) -> str:
    letters = {value: key for key, value in KINDS.items()}
    opens: dict[int, str] = defaultdict(str)
    closes: dict[int, str] = defaultdict(str)
    for name in article.names:  # a name stands inside a quotation, never the other way round
        opens[name.start] = f"[{letters[name.kind]} "
        closes[name.end] = "]"
    for quotation in article.quotations:
        for begin, stop in quotation.spans:
            opens[begin] = "{" + opens[begin]
            closes[stop] += "}"
    shown = ""
    for at in range(start, end):
        shown += (closes[at] if at > start else "") + opens[at] + article.text[at]
    return shown + closes[end]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the script; 0 done, 1 a source or a file is not right, 2 wrong usage."""
    parser = argparse.ArgumentParser(description="Builds the invented newsroom from its sources.")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true", help="write nothing; compare")
    what.add_argument("--show", metavar="ARTICLE", help="print one, or `all`, with all marks")
    what.add_argument("--class", dest="of_class", metavar="CLASS", help="print its places")
    parser.add_argument("--quiet", action="store_true", help="no warnings")
    parser.add_argument("--folder", type=Path, default=HERE, help="another newsroom than this one")
    options = parser.parse_args(argv)
    problems = Problems()
    articles, files = build(options.folder, problems)
    if options.show or options.of_class:
        return _print_known(articles, options.show, options.of_class)
    for warning in () if options.quiet else problems.warnings:
        print(f"warning: {warning}", file=sys.stderr)
    told = problems.errors or (differences(options.folder, files) if options.check else [])
    for error in told:
        print(f"error: {error}", file=sys.stderr)
    if told:
        return 1
    if not options.check:
        write(options.folder, files)
    print(f"{len(articles)} articles, {len(files)} files, {len(problems.warnings)} warnings")
    return 0


def _print_known(articles: Sequence[Article], wanted: str | None, of_class: str | None) -> int:
    places = places_of(articles)
    if of_class:
        for article, sentence, start, end in places.get(of_class, []):
            print(f"{article.id} {sentence.where}: {_marked(article, start, end)}")
        return 0 if of_class in places else 2
    chosen = [article for article in articles if wanted in (article.id, "all")]
    for article in chosen:
        print("\n".join(show(article, places)) + "\n")
    return 0 if chosen else 2


if __name__ == "__main__":
    sys.exit(main())
