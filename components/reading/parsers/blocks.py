"""Reads the lines of a web page as a reader sees them, with what tells articles from menus.

An extractor answers with a text; what it left out is not in it. Here the page itself is kept as
lines, so that answers can be weighed against each other and against the page.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any


def split_words(text: str) -> frozenset[str]:
    """Return the words of a list that is written as a text."""
    return frozenset(text.split())


_EDGES = split_words(
    """
    address article aside blockquote body br caption center dd details dir div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre
    section summary table tbody td tfoot th thead tr ul
    """
)
# Not head: libxml2 leaves tags that it does not know, such as article, in it.
_UNSEEN = split_words(
    """
    audio button canvas iframe input noscript object option rp rt script select style svg
    template textarea title video
    """
)
_OUTSIDE = frozenset(("aside", "footer", "nav"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_WHOLE = frozenset(("html", "body", "main"))
# Parts of a page by the words of their classes and ids. The first hold what readers write.
_REMARKS = re.compile(r"comments?|cmt|ties?|discuss|repl(?:y|ies)|disqus|respond")
_BESIDE = re.compile(
    r"relat\w*|relevant|recommend\w*|rec|tuijian|hot|side|sidebar\w*|foot|footer|copyright"
    r"|shar(?:e|ing)\w*|social|breadcrumbs?|crumbs?|nav\w*|menu|ads?|adsense|advert\w*|banner"
    r"|sponsor\w*|promo\w*|subscri\w*|newsletter|keywords?|login|popup|modal|qr|qrcode"
    r"|statement|disclaimer|stream|external|outbrain|taboola|widgets"
)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_RELATED = re.compile(
    r"[\s※◎●■▲▼►▶>＞\[【《〈◆★]*(?:延伸|相[關关](?:新聞|新闻|報導|报道|文章|連結|链接|閱讀|阅读|推[薦荐]|影音)"
    r"|推[薦荐](?:閱讀|阅读|新聞|新闻|文章)|[為为]您推[薦荐]|猜你|你可能|您可能|你也可能|看更多|更多(?:\S{0,12})"
    r"(?:新聞|新闻|報導|报道|內容|内容)|[熱热][門门點点]|最Hit|其他人也|大家都在看|今日[頭头][條条]"
    r"|[閱阅][讀读]下一|下一[則则篇]|上一[則则篇]|[編编][輯辑]推[薦荐]|精選|人氣|排行|分享[至到給]?\s*$)"
)
_REMARKED = re.compile(
    r"\s*(?:\d+\s*)?(?:[網网]友|[讀读]者|最新|[熱热][門门]|全部|所有)?"
    r"(?:留言|[評评][論论]|回[應应]|跟[貼帖])(?:\s*[(（]?\d+[)）]?)?(?:區|区|板)?\s*[:：]?\s*"
    r"|發表意見|发表评论|我要留言"
)
_SMALL_PRINT = re.compile(
    r"[\s【\[（(※◎*＊]*+(?:免[責责][聲声]明|特[別别][聲声]明|[聲声]明[:：]|版[權权]|著作[權权]|Copyright|©"
    r"|未[經经](?:授[權权]|[許许]可|同意)|本[網网站](?:站)?(?:之|所|轉|转|[聲声])|[請请]同意|[請请](?:[繼继][續续])?往下"
    r"|Notice:|[網网]友[評评][論论]僅|留言[僅仅]|不用抽|微信[掃扫]|[掃扫][描碼码]|[長长]按|[關关]注(?:[該该我]|公[眾众])|[點点][擊击我]"
    r"|下[載载]\S{0,8}APP|加入\S{0,10}(?:好友|會員|会员)|[訂订][閱阅]|小[額额][贊赞]助|支持[^。，]{1,8}，"
    r"|本篇文章共|喜歡這篇|喜欢这篇|打[開开]全文|展[開开]全文|[請请]?[開开][啟启]\s*JavaScript|您?[當当]前的?位置|您的位置|位置[:：])",
    re.I,
)
_NOISE = re.compile(
    r"\W*(?:[廣广]告|advertisement|AD|END|完|分享|列印|打印|字[級级體体]|收藏|回上[頁页]|回首[頁页]|返回|"
    r"[請请][繼继][續续]往下[閱阅][讀读]|更多|[圖图]片|[糾纠][錯错]|[舉举][報报])\W*",
    re.I,
)
_STOP = re.compile(r"[。！？!?…]|\.(?=\s|$)")
_COMMA = re.compile(r"[，、；,;]")
_KEPT_BREAK = "\0"  # no page holds it: lxml drops it
_LEAST = 8  # letters of a line of prose
_SHORT_CELL = 40  # characters; a row of such cells is one line, as a table is read
_SHORT_HEADING = 24


@dataclass(frozen=True, slots=True)
class Block:
    """A line of a page.

    Attributes:
        text: what it says.
        linked: how many of its letters stand in links.
        node: the innermost block of the page that holds it.
        outside: it stands among comments, lists of other news, rights, or in a frame of the page.
        is_heading: the page calls it a heading.
    """

    text: str
    linked: int
    node: Any
    outside: bool = False
    is_heading: bool = False

    @property
    def letters(self) -> int:
        """How many letters and digits it has."""
        return sum(map(str.isalnum, self.text))

    @property
    def is_linked(self) -> bool:
        """Tell a line that mostly leads elsewhere."""
        return 2 * self.linked > self.letters

    @property
    def is_prose(self) -> bool:
        """Tell a sentence of a text from labels, headings and lists of links."""
        ends = len(_STOP.findall(self.text))
        stopped = ends > 0 or len(_COMMA.findall(self.text)) > 1
        return stopped and self.letters >= _LEAST and not self.is_linked and not self.is_small

    @property
    def is_small(self) -> bool:
        """Tell rights, disclaimers and what asks the reader to do something."""
        return bool(_SMALL_PRINT.match(self.text) or _NOISE.fullmatch(self.text))


def keep_letters(text: str) -> str:
    """Return the letters and digits of a text."""
    return "".join(filter(str.isalnum, text))


def blocks_of(tree: Any) -> tuple[Block, ...]:
    """Return the lines of a page or of a part of it, in their order; none for an empty one."""
    found = [block for block in _lines(tree) if block.text]
    if not found:
        return ()
    outside = _outside(found)
    return tuple(
        replace(block, outside=is_outside) for block, is_outside in zip(found, outside, strict=True)
    )


def _lines(tree: Any) -> Iterator[Block]:
    """Yield the lines of a tree; a row of a table of short cells is one."""
    from lxml import etree  # type: ignore[import-untyped]

    line = _OpenLine(tree)
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, node in walk:
        tag = node.tag if isinstance(node.tag, str) else "script"
        if event == "end":
            yield from line.leave(node, tag)
            continue
        row = _row(node) if tag == "tr" else None
        if tag in _EDGES and tag not in _UNSEEN:
            yield from line.end(node)
        if row is not None:
            yield replace(row, node=node)
        if tag in _UNSEEN or row is not None:
            walk.skip_subtree()
        else:
            line.enter(node, tag)
    yield from line.end(tree)


class _OpenLine:
    """The line that is being read, with the text of its links apart."""

    def __init__(self, tree: Any) -> None:
        self._tree = self._owner = tree
        self._pieces: list[str] = []
        self._linked: list[str] = []
        self._links = self._preformatted = 0

    def enter(self, node: Any, tag: str) -> None:
        """Go into an element."""
        self._links += tag == "a"
        self._preformatted += tag == "pre"
        self._add(node.text)

    def leave(self, node: Any, tag: str) -> Iterator[Block]:
        """Go out of an element; yield the lines that end with it."""
        self._links -= tag == "a"
        if tag in _EDGES:
            owner = node.getparent() if node is not self._tree else self._tree
            yield from self.end(node if owner is None else owner)
        self._preformatted -= tag == "pre"
        if node is not self._tree:
            self._add(node.tail)

    def end(self, owner: Any) -> Iterator[Block]:
        """Yield the line as far as it goes; the next one belongs to `owner`."""
        letters = sum(map(str.isalnum, "".join(self._linked)))
        for text in "".join(self._pieces).split(_KEPT_BREAK):
            yield Block(_join(text), letters, self._owner, is_heading=_is_heading(self._owner))
        self._pieces.clear()
        self._linked.clear()
        self._owner = owner

    def _add(self, text: str | None) -> None:
        if text:
            self._pieces.append(text.replace("\n", _KEPT_BREAK) if self._preformatted else text)
            if self._links:
                self._linked.append(text)


def _join(pieces: Iterable[str]) -> str:
    return " ".join("".join(pieces).split())


def _is_heading(node: Any) -> bool:
    return node.tag in _HEADINGS


def _row(node: Any) -> Block | None:
    """Return a row of short cells as one line; None for one that lays out a page."""
    cells = [cell for cell in node if cell.tag in ("td", "th")]
    if len(cells) < 2 or any(cell.find(".//table") is not None for cell in cells):
        return None
    texts = [_join(itertools.islice(cell.itertext(), 60)) for cell in cells]
    if max(map(len, texts)) > _SHORT_CELL or any(_n_lines(cell) > 2 for cell in cells):
        return None
    linked = sum(map(str.isalnum, "".join(t for a in node.iter("a") for t in a.itertext())))
    return Block("\t".join(texts).strip(), linked, node)


def _n_lines(cell: Any) -> int:
    return sum(1 for _ in itertools.islice(cell.iter("br", "p", "li", "div"), 3))


def _outside(blocks: Sequence[Block]) -> list[bool]:
    """Tell of each line whether it stands outside an article, by names and by headings."""
    zones = [tuple(_zones(block.node)) for block in blocks]
    total = sum(b.letters for b in blocks if b.is_prose)
    inside: dict[Any, int] = {}
    for block, own in zip(blocks, zones, strict=True):
        for node, _ in own:
            inside[node] = inside.get(node, 0) + (block.letters if block.is_prose else 0)
    told = [any(certain or 2 * inside[node] <= total for node, certain in own) for own in zones]
    for i, block in enumerate(blocks):
        if block.letters <= _SHORT_HEADING and not told[i]:
            remarked = bool(_REMARKED.fullmatch(block.text))
            if remarked or _RELATED.match(block.text):
                _mark_below(blocks, i, told, always=remarked)
    return told


def _mark_below(blocks: Sequence[Block], i: int, told: list[bool], *, always: bool) -> None:
    """Mark what a heading such as 延伸閱讀 stands over, as far as its part of the page goes.

    Where its part began with a text, that text may go on below a list of links.
    """
    scope = _scope(blocks[i])
    first = i
    while first and _is_within(blocks[first - 1].node, scope):
        first -= 1
    goes_on = not always and any(b.is_prose for b in blocks[first:i])
    if always and any(b.is_prose and not told[first + n] for n, b in enumerate(blocks[first:i])):
        goes_on = False
    told[i] = True
    for j in range(i + 1, len(blocks)):
        block = blocks[j]
        if not _is_within(block.node, scope) or (goes_on and block.is_prose):
            return
        told[j] = True


def _scope(block: Block) -> Any:
    """Return the part of the page that a heading heads."""
    node = block.node
    has_blocks = any(child.tag in _EDGES and child.tag != "br" for child in node)
    if has_blocks or node.getparent() is None:
        return node
    return node.getparent()


def _is_within(node: Any, scope: Any) -> bool:
    return node is scope or any(above is scope for above in node.iterancestors())


def _zones(node: Any) -> Iterator[tuple[Any, bool]]:
    """Yield the parts around a line whose names say that they are no article, and how surely."""
    for part in itertools.chain((node,), node.iterancestors()):
        if part.tag in _WHOLE:
            return
        if part.tag in _OUTSIDE:
            yield part, False
        names = f"{part.get('class', '')} {part.get('id', '')}"
        words = {word.lower() for word in _WORD.findall(names)} if names.strip() else ()
        if any(map(_REMARKS.fullmatch, words)):
            yield part, part.tag != "article" and part.find(".//h1") is None
        elif any(map(_BESIDE.fullmatch, words)):
            yield part, False
