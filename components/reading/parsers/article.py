"""Finds the article of a web page: several extractors answer, and the page decides.

Each extractor fails on pages of its own kind: one drops whatever has a border, another keeps the
comments. Their answers become sets of lines of the page and are weighed by what these lines
are: sentences count for an answer; links, comments, rights and lists of other news against it.
The best answer is completed by the sentences that stand in the midst of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from components.reading.parsers.blocks import Block, blocks_of, keep_letters, split_words

Origin = Literal["container", "readability", "trafilatura", "linked_data", "page"]

# Where portals and the programs of newsrooms put their texts: words of a class, an id, or the
# value of itemprop.
CONTAINERS = split_words(
    """
    js_content rich_media_content artibody endText post_body mp-editor content-article
    Cnt-Main-Article-QQ main_content detailContent rm_txt_con rwb_zw TRS_Editor news_txt
    article-content__editor story_body_content CMS_wrapper caas-body article-content-section
    itemFullText articleBody article-body article_body article-content article_content
    article__content article__body entry-content post-content post_content td-post-content
    single-content story-body story-content news-content news_content newsContent newstext
    news-detail-content articleContent ArticleBody content-body field-name-body
    article-content-rawhtml breakingNewsContent Content1 articlecontent news_detail_div
    """
)
_EDITOR = re.compile(
    r"[\s【\[（(]*(?:責任|责任|執行|执行|圖片|图片|核稿|新媒體|新媒体)?"
    r"(?:編輯|编辑|責編|责编|核稿|審稿|审稿|校對|校对|監製|监制)\s*[:：/／]"
)
_PARTS = frozenset(("li", "tr", "td", "th", "dt", "dd", "pre", "blockquote", "figcaption"))
_LEAST = 20  # letters; a shorter articleBody is a teaser
_COVERED = 0.5


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """The article of a page.

    Attributes:
        lines: its lines.
        origin: whose answer was taken.
        first: the number of its first line on the page; None where it is not shown there.
        letters: how many letters and digits the lines have.
        shown: how many letters stand on the page in sentences that may be an article.
        left: how many lines of such sentences were left out.
        claimed: how many letters the container holds that bears the name of one for articles;
            0 where the page has none.
    """

    lines: tuple[str, ...]
    origin: Origin
    first: int | None
    letters: int
    shown: int
    left: int
    claimed: int = 0

    @property
    def is_doubtful(self) -> bool:
        """Tell an article that may not be all, or more than all.

        It is less than half of the sentences on its page, or more than twice what its page puts
        into the container for an article.
        """
        return 2 * self.letters < self.shown or 0 < 2 * self.claimed < self.letters


def find_article(
    blocks: Sequence[Block],
    tree: Any,
    answers: Iterable[tuple[Origin, str]],
    *,
    title: str | None,
    body: str | None,
    other: bool = False,
) -> FoundArticle:
    """Find the article among the lines of a page.

    Args:
        blocks: the lines.
        tree: the page.
        answers: what extractors say the text is, with their names; the first of equals wins.
        title: its headline, where it is known.
        body: the text that the page holds for programs.
        other: not the best answer, but the best that says something else; at last all sentences
            that the page shows.
    """
    chosen: list[tuple[Origin, frozenset[int]]] = [
        ("container", kept) for kept in _in_containers(blocks, tree)
    ]
    chosen += [(origin, _find_kept(blocks, text)) for origin, text in answers]
    ranked = sorted(chosen, key=lambda each: _worth(blocks, each[1]), reverse=True)
    ranked = ranked or [("page", frozenset())]
    best = _finish(blocks, tree, *ranked[0], title=title, body=body)
    if not other:
        return best
    others = [_finish(blocks, tree, *each, title=title, body=body) for each in ranked[1:]]
    others += [_from_data(blocks, body)] if body else []
    every = frozenset(_sentences(blocks, range(len(blocks))))
    others += [_make_article(blocks, "page", every)] if every else []
    return next((found for found in others if found.lines != best.lines), best)


def _finish(
    blocks: Sequence[Block],
    tree: Any,
    origin: Origin,
    kept: frozenset[int],
    *,
    title: str | None,
    body: str | None,
) -> FoundArticle:
    """Complete an answer; what the page holds for programs stands in for one that fails."""
    if not any(blocks[i].is_prose for i in kept):
        if body and len(keep_letters(body)) >= _LEAST:
            return _from_data(blocks, body)
        return _make_article(blocks, "page", kept or _not_outside(blocks))
    kept = _complete(blocks, kept, headline_at(blocks, title))
    said = keep_letters("".join(blocks[i].text for i in kept))
    if body and not _covers(said, keep_letters(body)):
        return _from_data(blocks, body)
    claims = [_letters(blocks, _sentences(blocks, own)) for own in _in_containers(blocks, tree)]
    return replace(_make_article(blocks, origin, kept), claimed=max(claims, default=0))


def find_all(blocks: Sequence[Block]) -> FoundArticle:
    """Take all that a page shows for its article."""
    return _make_article(blocks, "page", frozenset(range(len(blocks))))


def _make_article(blocks: Sequence[Block], origin: Origin, kept: frozenset[int]) -> FoundArticle:
    shown = _sentences(blocks, range(len(blocks)))
    return FoundArticle(
        lines=tuple(blocks[i].text for i in sorted(kept)),
        origin=origin,
        first=min(kept, default=None),
        letters=_letters(blocks, kept),
        shown=_letters(blocks, shown),
        left=len(set(shown) - kept),
    )


def _from_data(blocks: Sequence[Block], body: str) -> FoundArticle:
    none = _make_article(blocks, "linked_data", frozenset())
    lines = tuple(line.strip() for line in body.split("\n") if line.strip())
    return replace(none, lines=lines, letters=len(keep_letters(body)))


def _not_outside(blocks: Sequence[Block]) -> frozenset[int]:
    return frozenset(i for i, block in enumerate(blocks) if not block.outside)


def _covers(kept: str, body: str) -> bool:
    """Tell whether a text holds at least half of what the page says its body is."""
    if len(body) < _LEAST:
        return True
    pieces = [body[i : i + 10] for i in range(0, len(body) - 9, 10)]
    return sum(piece in kept for piece in pieces) >= _COVERED * len(pieces)


def _in_containers(blocks: Sequence[Block], tree: Any) -> Iterator[frozenset[int]]:
    """Yield the lines that stand in the containers of each name."""
    named: dict[str, set[Any]] = {}
    for node in tree.iter("div", "section", "article", "td", "span", "main"):
        words = f"{node.get('class', '')} {node.get('id', '')} {node.get('itemprop', '')}".split()
        for word in CONTAINERS.intersection(words):
            named.setdefault(word, set()).add(node)
    above = [(block.node, *block.node.iterancestors()) for block in blocks] if named else []
    for nodes in named.values():
        yield frozenset(i for i, own in enumerate(above) if not nodes.isdisjoint(own))


def _find_kept(blocks: Sequence[Block], text: str) -> frozenset[int]:
    """Return the lines of a page that are in an extractor's answer, in their order."""
    answer = keep_letters(text)
    kept = set()
    at = 0
    for i, block in enumerate(blocks):
        own = keep_letters(block.text)
        # A short line is found anywhere: it counts where the answer has come to.
        where = answer.find(own, at) if len(own) < 12 else answer.find(own)
        if own and where >= 0 and (len(own) >= 12 or where - at < 40):
            kept.add(i)
            at = max(at, where + len(own))
    return frozenset(kept)


def _worth(blocks: Sequence[Block], kept: Iterable[int]) -> float:
    """Weigh an answer in letters: sentences for it, what is no article against it."""
    return sum(_weight(blocks[i]) for i in kept)


def _weight(block: Block) -> float:
    if block.outside or block.is_linked or block.is_small:
        return -block.letters
    return block.letters if block.is_prose else -0.2 * block.letters


def headline_at(blocks: Sequence[Block], title: str | None) -> int | None:
    """Return the line that is the headline, the first that a page calls a heading."""
    own = keep_letters(title or "")
    same = [i for i, b in enumerate(blocks) if own and keep_letters(b.text) == own]
    headed = [i for i in same if blocks[i].is_heading]
    return next(iter(headed or same), None)


def _complete(
    blocks: Sequence[Block], kept: frozenset[int], headline: int | None
) -> frozenset[int]:
    """Add the sentences in the midst of an answer, and take out what is no article."""
    core = sorted(i for i in kept if _may_stay(blocks[i]) and blocks[i].is_prose)
    if not core:
        return kept
    if len(core) > 1 and _says(blocks, core[1:], core[0]):
        del core[0]
    below = [i for i in core if headline is not None and i > headline]
    if 2 * _letters(blocks, below) > _letters(blocks, core):
        core = below
    within = _common(blocks[i].node for i in core)
    first, last = core[0], core[-1]
    parents = {_parent(blocks[i].node) for i in core}
    lead = headline + 1 if headline is not None and headline < first else first
    chosen = set(core)
    for i in range(lead, len(blocks)):
        block = blocks[i]
        if not _may_stay(block) or i in chosen:
            continue
        beside = _parent(block.node) in parents
        if i > last:
            if block.is_prose and beside:
                chosen.add(i)
        elif i < first:
            if not _says(blocks, core, i) and (block.is_prose or (i in kept and beside)):
                chosen.add(i)
        elif i in kept or beside or (_is_text(block) and _is_under(block.node, within)):
            chosen.add(i)
    above = first - 1
    if headline is None and above in kept and _may_stay(blocks[above]):
        chosen.add(above)
    end = max(chosen)
    tail = (i for i in kept if i > end and _may_stay(blocks[i]))
    chosen |= {i for i in tail if not _EDITOR.match(blocks[i].text)}
    if headline is not None:
        chosen.discard(headline)
    return frozenset(chosen)


def _says(blocks: Sequence[Block], core: Iterable[int], i: int) -> bool:
    """Tell whether a text says word for word what a line above it says: that is a teaser."""
    return keep_letters(blocks[i].text) in keep_letters("".join(blocks[j].text for j in core))


def _is_text(block: Block) -> bool:
    """Tell what belongs to a text in the midst of one: sentences, items, rows, headings."""
    return block.is_prose or block.is_heading or block.node.tag in _PARTS


def _sentences(blocks: Sequence[Block], chosen: Iterable[int]) -> list[int]:
    return [i for i in chosen if blocks[i].is_prose and not blocks[i].outside]


def _letters(blocks: Sequence[Block], chosen: Iterable[int]) -> int:
    return sum(blocks[i].letters for i in chosen)


def _may_stay(block: Block) -> bool:
    return not (block.outside or block.is_linked or block.is_small)


def _parent(node: Any) -> Any:
    above = node.getparent()
    return node if above is None else above


def _common(nodes: Iterable[Any]) -> Any:
    """Return the innermost part of a page that holds all of some nodes."""
    paths = [[*reversed([node, *node.iterancestors()])] for node in nodes]
    common = paths[0][0]
    for level in zip(*paths, strict=False):
        if any(node is not level[0] for node in level):
            break
        common = level[0]
    return common


def _is_under(node: Any, above: Any) -> bool:
    return node is above or any(one is above for one in node.iterancestors())


def all_lines(tree: Any) -> str:
    """Return all that a page or a part of it shows, its blocks as lines."""
    return "\n".join(block.text for block in blocks_of(tree))
