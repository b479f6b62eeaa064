"""Reads pages that newspaper databases export: many articles, each below its fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from components.reading.parsers.blocks import Block
from components.reading.parsers.days import iso_date
from components.reading.parsers.properties import choose_outlet

_DATABASES = re.compile(
    r"Factiva|Nexis|Wise(?:News|rs|Search)|慧科|聯合知識庫|[新报報][聞闻章紙纸](?:資料庫|数据库|知識庫)"
    r"|ProQuest|中國知網|读秀|得泓|大陸新聞|全國報刊索引",
    re.I,
)
_SIGNED = 12  # lines among which a page says whose it is
_WORDS = frozenset(("article", "document", "news-item", "doc", "record", "SS_BUNDLE"))


@dataclass(frozen=True, slots=True)
class Exported:
    """One article of an export."""

    title: str | None
    published: str | None
    outlet: str | None
    lines: tuple[str, ...]


def articles_in(tree: Any, blocks: Sequence[Block]) -> Iterator[Exported]:
    """Yield the articles of a database's export; none where the page is another."""
    signature = " ".join(
        [tree.findtext(".//title") or "", *(block.text for block in blocks[:_SIGNED])]
    )
    if not _DATABASES.search(signature):
        return
    parts = [node for node in tree.iter("div", "article", "section", "table") if _is_part(node)]
    outer = [node for node in parts if not any(map(_is_part, node.iterancestors()))]
    inside = {node: [b for b in blocks if _holds(node, b.node)] for node in outer}
    filled = [own for own in inside.values() if any(block.is_prose for block in own)]
    if len(filled) > 1:
        yield from map(_article, filled)


def _is_part(node: Any) -> bool:
    return node.tag == "article" or not _WORDS.isdisjoint(node.get("class", "").split())


def _holds(part: Any, node: Any) -> bool:
    return node is part or any(above is part for above in node.iterancestors())


def _article(blocks: Sequence[Block]) -> Exported:
    first = next(i for i, block in enumerate(blocks) if block.is_prose)
    last = max(i for i, block in enumerate(blocks) if block.is_prose)
    head = [block.text for block in blocks[:first]]
    days = (day for text in head[1:] if len(text) <= 60 and (day := iso_date(text)))
    return Exported(
        title=head[0] if head else None,
        published=next(days, None),
        outlet=choose_outlet(*head[1:]),
        lines=tuple(block.text for block in blocks[first : last + 1]),
    )
