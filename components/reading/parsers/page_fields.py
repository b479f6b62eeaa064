"""Finds headline, day and outlet of a web page, in its metadata first and then in its text.

A page carries many days and names: of its site, of other news, of an update. What is written for
programs (JSON-LD, meta) and labels beside the headline go before any guess.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from components.reading.bylines import is_byline
from components.reading.openings import authors_in
from components.reading.parsers.blocks import Block, keep_letters
from components.reading.parsers.days import iso_date
from components.reading.parsers.markup import without_tags
from components.reading.parsers.properties import choose_outlet

_ARTICLE_TYPES = re.compile(r"Article|Posting|Report$|Report[a-z]*News|WebPage$|VideoObject")
_HOST = re.compile(r"[\w.-]+\.[a-z]{2,}", re.I)
_PUBLISHED = (
    "article:published_time", "og:published_time", "datepublished", "pubdate", "publishdate",
    "publish_date", "publish-date", "publishtime", "dc.date.issued", "dc.date", "dcterms.created",
    "parsely-pub-date", "sailthru.date", "weibo:article:create_at", "bytedance:published_time",
    "apub:time", "date",
)  # fmt: skip
_LABELLED_DAY = re.compile(
    r"(?:發[布佈稿]|发[布稿]|刊登|刊出|上稿|出刊|出版|見報|见报|首發|首发|報導|報道|报道|新聞|新闻|建立|張貼)?"
    r"(?:日期|時間|时间|於|于)\s*[:：]?\s*([^<>\n]{6,40})|(?:發[布佈]|发布|出版|首發|Published)\s*[:：]\s*([^<>\n]{6,40})"
)
_UPDATED = re.compile(r"更新|修改|修訂|updated|modified", re.I)
_DAY_WORDS = re.compile(r"date|time|publish|pubdate", re.I)
_SOURCE_WORDS = re.compile(
    r"(?:^|[\s_-])(?:source|origin|nickname|js_name)(?:$|[\s_-])|(?:^|\s)(?:news[_-]?)?media(?:$|\s)",
    re.I,
)
_SOURCE = re.compile(
    r"(?:新聞|新闻|稿件|文章|資料|资料)?(?:來源|来源|出處|出处|稿源|source)\s*[:：]\s*"
    r"([^\s|｜/／,，;；()（）]{2,30})",
    re.I,
)
_RIGHTS = re.compile(r"版[權权]|著作[權权]|©|copyright|不得|[轉转][載载]", re.I)
_PLATFORMS = re.compile(
    r"(?:Yahoo|MSN|LINE TODAY|PChome|微信|今日[頭头][條条]|[網网]易|搜狐|新浪|[騰腾][訊讯]|[鳳凤]凰"
    r"|Facebook|痞客邦|方格子|Medium|百家[號号]|Google)",
    re.I,
)
_SITE_MARK = re.compile(r"\s*[|｜_]\s*|\s+[-–—:：>»]\s+|\s*(?:--|—{2,})\s*|\s*»\s*")
_LAST_MARK = re.compile(r"\s*[-–—]\s*(?=[^-–—]{2,14}$)")
_SCRIPTED_DAY = re.compile(
    r"(?:createTime|publish_time|pubTime|pub_time|publishTime)[\"']?\s*[:=]\s*"
    r"[\"']([\d\-/: T+Z.]{10,32})[\"']"
)
_NEAR = 8  # lines below a headline that may say when and by whom
_TAIPEI = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class LinkedData:
    """What a page says of its article for programs, in JSON-LD.

    Attributes:
        headline: its headline.
        published: when it was published, as written.
        outlet: who wrote it, before who shows it.
        body: its text.
        authors: the persons who wrote it, as written.
    """

    headline: str | None = None
    published: str | None = None
    outlet: str | None = None
    body: str | None = None
    authors: tuple[str, ...] = ()


def read_linked_data(tree: Any) -> LinkedData:
    """Read the JSON-LD of a page; empty where there is none that can be read."""
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        for item in _items(_load(script.text or "")):
            if _is_article(item):
                names = [_name(item.get(key)) for key in ("provider", "sourceOrganization")]
                names += [_name(item.get(key)) for key in ("publisher", "isPartOf")]
                body = item.get("articleBody")
                return LinkedData(
                    headline=_text(item.get("headline")) or _text(item.get("name")),
                    published=_text(item.get("datePublished")),
                    outlet=next((name for name in names if name), None),
                    body=without_tags(body) if isinstance(body, str) else None,
                    authors=tuple(_persons(item.get("author"))),
                )
    return LinkedData()


def find_authors(tree: Any, data: LinkedData) -> tuple[str, ...]:
    """Return who wrote an article, as a page says for programs; desks and outlets are nobody."""
    told = data.authors or (_meta(tree, "author"), _meta(tree, "article:author"))
    names = (name for text in told if text for name in authors_in(text))
    return tuple(dict.fromkeys(names))


def find_headline(tree: Any, blocks: Sequence[Block], data: LinkedData) -> str | None:
    """Return the headline as the page shows it, without its site; None where it tells none."""
    title = _clean(tree.findtext(".//title"))
    told = _meta(tree, "og:title") or data.headline or ""
    claims = [claim for claim in (title, told) if claim]
    headed = [b.text for b in blocks if b.is_heading and not b.outside and len(b.text) <= 120]
    for claim in claims:
        shown = [
            text for text in headed if len(text) > 3 and keep_letters(text) in keep_letters(claim)
        ]
        if shown:
            return max(shown, key=len)
        # WeChat's own element shows the headline whole, where its title may be cut.
        longer = [
            t for t in headed if len(claim) > 4 and keep_letters(t).startswith(keep_letters(claim))
        ]
        if longer:
            return longer[0]
    bare = [_without_site(claim, blocks) for claim in (told, title) if claim]
    first = [_clean(" ".join(node.itertext())) for node in tree.iter("h1")]
    return next(iter(bare), None) or next(iter(first), None)


def find_shown_headline(blocks: Sequence[Block], first: int, title: str | None) -> str | None:
    """Return the line over a text that is its headline, where the page calls itself otherwise.

    Pages of old sites bear the name of a section in their title, and the headline is a line in
    bold; a title that the page shows anywhere is one.
    """
    own = keep_letters(title or "")
    if own and any(own in keep_letters(block.text) for block in blocks):
        return None
    for block in reversed(blocks[max(0, first - 3) : first + 1]):
        text = block.text
        is_line = 5 < block.letters <= 45 and not block.is_prose and not block.is_linked
        if is_line and not block.outside and not _is_about(text):
            return text
    return None


def _is_about(text: str) -> bool:
    """Tell a line that says when and by whom, or that leads through a site."""
    return bool(iso_date(text) or re.search(r"[:：>＞|｜]", text) or is_byline(text))


def find_published(
    tree: Any, page: str, blocks: Sequence[Block], data: LinkedData, *, at: int, guess: str | None
) -> str | None:
    """Return when an article was published, as ISO; None where the page does not say.

    Args:
        tree: the page.
        page: its source.
        blocks: its lines.
        data: what it says for programs.
        at: the number of the line that is the headline, or of the first line of the text.
        guess: what an extractor says, asked last.
    """
    told = [data.published, *(_meta(tree, name) for name in _PUBLISHED)]
    around = (*blocks[at : at + _NEAR], *reversed(blocks[max(0, at - 3) : at]))
    near = [block.text for block in around if not block.outside]
    told += [text for line in near for text in _labels(line)]
    told += list(_find_marked_days(tree))
    told += [line for line in near if len(line) <= 80]
    told += [found[1] for found in _SCRIPTED_DAY.finditer(page)]
    told += [text for block in blocks for text in _labels(block.text)]
    # An extractor reads 18-03-08 as a day of 2008: a year that the page does not write is none.
    told.append(guess if guess and guess[:4] in page else None)
    return next((day for text in told if text and (day := _day(text))), None)


def find_outlet(
    tree: Any, blocks: Sequence[Block], data: LinkedData, *, at: int, guess: str | None
) -> str | None:
    """Return the outlet as the page writes it: who wrote the article, then whose the site is."""
    near = blocks[max(0, at - 6) : at + _NEAR]
    told = [found[1] for block in near for found in _SOURCE.finditer(block.text)]
    told += list(_find_marked_sources(tree))
    told += [data.outlet, *(_meta(tree, name) for name in ("source", "article:publisher"))]
    told += [_meta(tree, "og:site_name"), _meta(tree, "application-name")]
    told += [choose_outlet(*_SITE_MARK.split(tree.findtext(".//title") or "")[:0:-1]), guess]
    names = [name for text in told if (name := _outlet_name(text))]
    return next((n for n in names if not _PLATFORMS.match(n)), None) or next(iter(names), None)


def _load(text: str) -> Any:
    try:
        return json.loads(text.strip().strip(";"), strict=False)
    except (ValueError, RecursionError):
        return None


def _items(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if isinstance(value, list) and depth < 4:
        for item in value:
            yield from _items(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        if depth < 4:
            yield from _items(value.get("@graph"), depth + 1)
            yield from _items(value.get("mainEntity"), depth + 1)


def _is_article(item: dict[str, Any]) -> bool:
    kinds = item.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and _ARTICLE_TYPES.search(kind) for kind in kinds) and bool(
        {"headline", "articleBody", "datePublished", "publisher"} & set(item)
    )


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        value = next(iter(value), None)
    return _clean(value) if isinstance(value, str) else None


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        value = next(iter(value), None)
    return _text(value.get("name") if isinstance(value, dict) else value)


def _persons(value: Any) -> Iterator[str]:
    """Yield the names of authors who are persons."""
    for one in value if isinstance(value, list) else [value]:
        is_group = isinstance(one, dict) and "Organization" in str(one.get("@type"))
        if not is_group and (name := _name(one)):
            yield name


def _clean(text: str | None) -> str | None:
    return " ".join(without_tags(text).split()) or None if text else None


def _meta(tree: Any, name: str) -> str | None:
    for meta in tree.iter("meta"):
        names = (meta.get(key, "").lower() for key in ("property", "name", "itemprop"))
        if name in names and (content := _clean(meta.get("content"))):
            return content
    return None


def _without_site(title: str, blocks: Sequence[Block]) -> str:
    """Take the names of sections and of the site off a title; what the page shows is its own."""
    parts = [part for part in _SITE_MARK.split(title) if part.strip()]
    whole = {keep_letters(block.text) for block in blocks}
    if keep_letters(title) in whole or not parts:
        return title
    shown = [part for part in parts if len(part) > 5 and keep_letters(part) in whole]
    first = max(shown, key=len) if shown else parts[0]
    cut = _LAST_MARK.split(first)
    return (
        cut[0] if len(cut) > 1 and len(cut[0]) > 7 and keep_letters(first) not in whole else first
    )


def _labels(line: str) -> Iterator[str]:
    if len(line) <= 200:
        for found in _LABELLED_DAY.finditer(line):
            text = found[1] or found[2]
            if not _UPDATED.search(line[max(0, found.start() - 4) : found.start() + 4]):
                yield _UPDATED.split(text)[0]


def _find_marked_days(tree: Any) -> Iterator[str]:
    """Yield what stands in elements that are made for a day, the nearest to the headline first."""
    updated = []
    for node in tree.iter("time", "span", "div", "p", "em", "li", "small", "td", "a"):
        names = f"{node.get('class', '')} {node.get('id', '')}"
        if node.tag != "time" and not _DAY_WORDS.search(names):
            continue
        shown = " ".join(part for part, _ in zip(node.itertext(), range(20), strict=False))
        told = node.get("datetime") or ""
        # A day alone in the attribute says less than the line that shows the hour.
        text = told if len(told) > 10 else _join_digits(" ".join(shown.split()))
        if not text or len(text) > 80:
            continue
        before = node.getprevious().text or "" if node.getprevious() is not None else ""
        parent = (node.getparent().text or "") if node.getparent() is not None else ""
        if _UPDATED.search(f"{names} {before} {parent}") or _UPDATED.match(text.strip()):
            updated.append(text)
        else:
            yield _UPDATED.split(text)[0] or text
    yield from updated


def _join_digits(text: str) -> str:
    """Close up a day whose parts stand in elements of their own: 2024 02 / 17."""
    return re.sub(r"(?<=\d)\s*/\s*(?=\d)", "/", re.sub(r"^(\d{4})\s+(?=\d{1,2}\s*/)", r"\1/", text))


def _find_marked_sources(tree: Any) -> Iterator[str]:
    for node in tree.iter("span", "div", "p", "em", "a", "li", "td", "strong"):
        names = f"{node.get('class', '')} {node.get('id', '')}"
        if _SOURCE_WORDS.search(names):
            text = " ".join("".join(node.itertext()).split()) if len(node) < 2 else ""
            if text and len(text) <= 60 and not _RIGHTS.search(text):
                found = _SOURCE.search(text)
                yield found[1] if found else text


def _outlet_name(text: str | None) -> str | None:
    """Return a name of an outlet; a host, a day and a line of rights are none."""
    text = re.sub(r"^(?:來源|来源)\s*[:：]\s*", "", text or "").strip()
    # 人民网－人民日报 is the paper, shown by its site; a site adds what it is about.
    text = text.rpartition("－")[2].partition(" - ")[0].lstrip("@＠")
    is_name = 1 < len(text) <= 30 and not _HOST.fullmatch(text) and not text.startswith("http")
    return text if is_name and not re.search(r"\d{4}", text) and not _RIGHTS.search(text) else None


def _day(text: str) -> str | None:
    """Read a day with its hour; one told in Greenwich's is told by the Chinese clock."""
    told = iso_date(text)
    if not told or not told.endswith(("Z", "+00:00")):
        return told
    exact = "seconds" if told.count(":") - told.endswith("+00:00") == 2 else "minutes"
    moment = datetime.fromisoformat(told.replace("Z", "+00:00"))
    return moment.astimezone(_TAIPEI).isoformat(timespec=exact)
