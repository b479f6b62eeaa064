"""Splits a file that holds several articles where each of them begins.

People paste a morning's clippings into one file. What divides them is looked for from the
plainest sign to the weakest: numbers of a database's export, lines of rules, title lines, pages
that open with a headline, datelines, gaps of blank lines. The first sign that divides the whole
text into articles is taken. An article cut in two does more harm than two left together, so every
sign must stand where articles begin, more than once, and each part must read like an article.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from components.reading.bylines import is_byline, opens_article
from components.reading.dates import find_date
from components.reading.labels import role_of, value_of
from components.reading.openings import find_opening, reads_whole, source_behind
from components.reading.outlets import is_listed, is_outlet
from components.reading.parsers.days import iso_date
from components.text import CLOSERS, STOPS

Why = Literal["whole", "number", "separator", "title", "page", "dateline", "blank"]

_HEADLINE = 45  # characters; a longer line is a paragraph
_SUBHEADING = 8  # up to here a line over a paragraph may divide one article
_VERSE = 15  # characters; poems have shorter lines throughout
_STOP_RUN = re.compile(rf"[{STOPS}]+")

_RULE = re.compile(
    r"[ \t　]*(?:([-=*#_~＝－＊＃＿～─━═—☆★◆◇●○■□※])(?:[ 　]*\1){2,}"
    r"|[┌├└╔╚╭╰][─━═]{3,}[┐┤┘╗╝╮╯])[ \t　]*"
)
# Three of these also divide the sections of one article.
_WEAK_RULE = re.compile(r"\s*(?:---|\*\*\*|___|~~~|—{3}|(\S)(?:[ 　]+\1)+)\s*")
_SMALL_PRINT = re.compile(
    r"\s*+[（(【〔※◎＊*]*+\s*+(?:版權|版权|著作權|Copyright|©|免責|免责|延伸|相關|相关|推薦|推荐|更多|關於|关于"
    r"|About|備註|备注|註[:：]|注[:：]|附註|附注)"
)
_NUMBER = re.compile(
    r"\s*(?:(?:Document\s+)?(\d{1,5})\s+of\s+\d{1,5}(?:\s+DOCUMENTS?)?"
    r"|(?:文章|新聞|新闻|剪報|剪报|Article|No\.)\s*(\d{1,5})\s*(?:[/／]|of)\s*共?\s*\d{1,5}\s*[篇則则]?"
    r"|第\s*(\d{1,5})\s*[篇則则](?:\s*[,，/／]?\s*共\s*\d{1,5}\s*[篇則则])?)\s*",
    re.I,
)
_END = re.compile(
    r"\s*(?:文章編號|文章编号|End of Document|Document [A-Z]{2,}\w{8,}|LOAD-DATE)\s*[:：]?.*"
)
_LABEL = re.compile(r"[ \t　]*[【\[]?([^\W\d_]{2,8})[】\]]?[ 　]*[:：][ \t　]*(.*?)[ \t　]*")
_TITLE_LABELS = frozenset(
    ("標題", "标题", "題目", "题目", "題名", "题名", "新聞標題", "新闻标题", "title", "headline")
)
_BOXED_LABEL = re.compile(r"\s*[【\[〔［]|[^:：]*[-\t]")
_ADDRESS = re.compile(r"\s*https?://\S+\s*")
_PAGE_OF = re.compile(r"\s*(?:Page|第)\s*\d{1,4}\s*(?:of|頁[,，/／\s]*共)\s*\d{1,4}\s*頁?\s*", re.I)
_SHORT_DAY = re.compile(r"(?<!\d)(?:1\d\d[./-])?\d{1,2}[./月-]\d{1,2}(?!\d)")
_PAPER_PAGE = re.compile(r"[A-Z]{1,2}\d{1,3}版?(?:[ 　]?[^\W\d_]{2,4})?")
_ABOVE = 4  # lines of outlet, page and address between a headline and its day
_BRACKETED = re.compile(r"[ \t　]*【([^【】\n]{6,40})】[ \t　]*(.*)")
_DATE = r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?"
_DATED = re.compile(
    rf"[ \t　]*[（(\[【]?{_DATE}[）)\]】]?(?:[ 　]*[（(]?(?:星期|週|周)[一二三四五六日天][）)]?)?"
    rf"(?:[ 　T]*\d{{1,2}}[:：]\d\d(?:[:：]\d\d)?)?(?:[ \t　]+(\S.*?))?[ \t　]*"
)
_NAMED_FIRST = re.compile(
    r"[ \t　]*[【〔［\[（(]([^【】〔〕［］\[\]（）()\n]{2,12})[】〕］\]）)][ \t　]*(\S.*)"
)
_DIGITS = "一二三四五六七八九"
_COUNT = rf"(\d{{1,3}}|[{_DIGITS}]?十[{_DIGITS}]?|[{_DIGITS}])"
_COUNTED = re.compile(rf"\s*(?:[（(]{_COUNT}[）)][.．、]?|{_COUNT}[）)]?[.．、])[ \t　]*(?=\S)")
_PRESS = re.compile(rf"[ \t　]*[^\W\d_][^|｜\n]{{1,20}}[|｜][ 　]*{_DATE}(?:[ 　|｜].*)?")
_REPORTER = re.compile(r"[^:：]{0,10}?(?:記者|记者)")
_A_DAY = re.compile(rf"{_DATE}|(?:民國|民国)?\d{{2,3}}年\d{{1,2}}月\d{{1,2}}日")
_RIGHTS = re.compile(r"Copyright (?:©|\(c\)|\d{4})|\(c\) \d{4}", re.I)
_SECTION = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十\d]+[）)]?[、.．\s]|第.{1,3}[章節节部]|前言|引言|緒論|绪论|摘要|結[論語]"
    r"|结[论语]|參考|参考|附[錄录]|目[錄录]|背景)"
)
_ARTICLE = 120  # characters
_OPENING_LINES = 8  # behind a page break, blank ones counted
_DATABASE_LINES = 10
_HEADED_LINES = 6  # a part's title and date stand among its first lines


@dataclass(frozen=True, slots=True)
class ArticlePart:
    """One article of a bundle.

    Attributes:
        start: where it begins in the text it was found in.
        end: where it ends, half-open.
        why: the sign that divided the text; `whole` where nothing did.
        title: its title line, where it has one.
        published: an ISO date, where a line of its head is one.
        outlet: who published it, where a database says so.
    """

    start: int
    end: int
    why: Why = "whole"
    title: str | None = None
    published: str | None = None
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines `first` to `last`, half-open, of a text."""

    first: int
    last: int


def split_articles(
    text: str, *, heads: Sequence[int] = (), pages: Sequence[int] = ()
) -> tuple[ArticlePart, ...]:
    """Divide a text into its articles.

    Args:
        text: cleaned text with line feeds, its lines not joined yet.
        heads: numbers of lines, from 0, that its file lays out as headlines.
        pages: numbers of lines, from 0, with which its pages begin, but for the first.

    Returns:
        The parts in their order; between them stand only blank lines and lines that are a
        sign of division. A text without a sign, an empty one too, is one part, whole.
    """
    lines = text.split("\n")
    if len(lines) > 1:
        starts = _by_heads(lines, heads)
        blocks = _readable(lines, starts) if starts else []
        if len(blocks) > 1:
            return _with_heads(_parts(lines, blocks, "title"), [lines[i] for i in starts])
        for why, find in _SIGNS:
            starts = find(lines) if why != "page" else _by_pages(lines, pages)
            blocks = _readable(lines, starts) if starts else []
            if len(blocks) > 1:
                return _parts(lines, blocks, why)
    return (ArticlePart(0, len(text)),)


def _with_heads(parts: tuple[ArticlePart, ...], heads: Sequence[str]) -> tuple[ArticlePart, ...]:
    """Name each part by the line that its file lays out as its headline."""
    if len(parts) != len(heads):
        return parts
    told = [replace(part, title=head.strip()) for part, head in zip(parts, heads, strict=True)]
    return _without_numbers(told)


def is_separator(line: str) -> bool:
    """Tell a line that divides and says nothing: a rule, or a number of an export."""
    return bool(_RULE.fullmatch(line) or _NUMBER.fullmatch(line))


def _parts(lines: Sequence[str], blocks: Sequence[_Block], why: Why) -> tuple[ArticlePart, ...]:
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    made = []
    for block in blocks:
        own = lines[block.first : block.last]
        end = starts[block.last - 1] + len(lines[block.last - 1])
        database = _database_head(own)
        title, published, outlet = database or (_title(own), _find_date(own), None)
        made.append(ArticlePart(starts[block.first], end, why, title, published, outlet))
    return _without_numbers(made)


def _without_numbers(parts: Sequence[ArticlePart]) -> tuple[ArticlePart, ...]:
    """Return parts whose titles are not counted through: 1. 橋墩裂了, 二、議會質詢."""
    counted = [_COUNTED.match(part.title or "") for part in parts]
    numbers = [found and _number_of(found[1] or found[2]) for found in counted]
    if numbers != [*range(1, len(parts) + 1)]:
        return tuple(parts)
    return tuple(replace(part, title=_COUNTED.sub("", part.title or "", 1)) for part in parts)


def _number_of(written: str) -> int:
    """Return a number up to 999 in digits, or one below a hundred in Chinese numerals."""
    if written.isdecimal():
        return int(written)
    tens, ten, ones = written.rpartition("十")
    return 10 * bool(ten) * (_DIGITS.find(tens) + 1 if tens else 1) + _DIGITS.find(ones or "零") + 1


def _readable(lines: Sequence[str], starts: Sequence[int]) -> list[_Block]:
    """Make blocks of the lines at which articles seem to start; those without text are joined.

    What stands before the first start goes with it, and small print with what it is under.
    """
    edges = sorted({0, *starts, len(lines)})
    blocks: list[_Block] = []
    lead: int | None = None
    for first, last in itertools.pairwise(edges):
        begin = first if lead is None else lead
        if _has_text(lines, first, last):
            blocks.append(_Block(begin, last))
            lead = None
        elif blocks:
            blocks[-1] = _Block(blocks[-1].first, last)
        else:
            lead = begin
    trimmed = (_trim(lines, block) for block in blocks)
    return [block for block in trimmed if block.first < block.last]


def _trim(lines: Sequence[str], block: _Block) -> _Block:
    first, last = block.first, block.last
    while first < last and (
        not lines[first].strip() or is_separator(lines[first]) or _PAGE_OF.fullmatch(lines[first])
    ):
        first += 1
    while first < last and (not lines[last - 1].strip() or is_separator(lines[last - 1])):
        last -= 1
    return _Block(first, last)


def _has_text(lines: Sequence[str], first: int, last: int) -> bool:
    own = [line for line in lines[first:last] if line.strip() and not is_separator(line)]
    return bool(own) and not _SMALL_PRINT.match(own[0]) and _n_sentences(own) > 0


def _n_sentences(lines: Sequence[str]) -> int:
    return len(_STOP_RUN.findall("\n".join(lines)))


def _by_heads(lines: Sequence[str], heads: Sequence[int]) -> list[int]:
    """Lines set as headlines, where they head articles and not the sections of one.

    Nearly each is followed by a line that says when or by whom; or none bears the name of a
    section, and each is over a text of some length.
    """
    starts = [i for i in heads if lines[i].strip() and not (i and i - 1 in heads)]
    lead = _n_sentences(lines[: starts[0]]) if starts else 0
    if len(starts) < 2 or lead:
        return []
    blocks = [lines[a:b] for a, b in itertools.pairwise([*starts, len(lines)])]
    if not all(_n_sentences(block[1:]) for block in blocks):
        return []
    if sum(map(_is_dated, blocks)) >= 0.8 * len(blocks):
        return starts
    long = all(_n_sentences(b[1:]) > 2 and sum(map(len, b)) > _ARTICLE for b in blocks)
    return starts if long and not any(_SECTION.match(block[0]) for block in blocks) else []


def _is_dated(block: Sequence[str]) -> bool:
    head = [line.strip() for line in block[1:] if line.strip()][:3]
    return any(len(line) <= 60 and (_A_DAY.search(line) or is_byline(line)) for line in head)


def _database_head(block: Sequence[str]) -> tuple[str | None, str | None, str | None] | None:
    """Return title, day and outlet of an article as Nexis prints it; None for another."""
    own = [line.strip() for line in block if line.strip()]
    head = own[:_DATABASE_LINES]
    if not any(_RIGHTS.match(line) for line in head) or is_listed(head[0]):
        return None
    day = next((day for line in head[1:] if (day := iso_date(line))), None)
    listed = next((line for line in head[1:] if is_listed(line)), "".join(head[1:2]))
    outlet = re.sub(r"\s*[（(][^（）()]*[）)]$", "", listed) if len(head) > 2 else ""
    is_name = 1 < len(outlet) <= 30 and not iso_date(outlet)
    return head[0], day, outlet if is_name else None


def _by_numbers(lines: Sequence[str]) -> list[int]:
    """`3 of 12 DOCUMENTS` before each, or the number of the article behind each."""
    found = [(i, m) for i, line in enumerate(lines) if (m := _NUMBER.fullmatch(line))]
    numbers = [int(m[1] or m[2] or m[3]) for _, m in found]
    if len(numbers) > 1 and all(b == a + 1 for a, b in itertools.pairwise(numbers)):
        return [i for i, _ in found]
    ends = [i + 1 for i, line in enumerate(lines) if len(line) < 80 and _END.fullmatch(line)]
    return [0, *ends] if len(ends) > 1 else []


def _by_rules(lines: Sequence[str]) -> list[int]:
    """Lines of one sign repeated, but not those under a heading or in a table."""
    rules = [i for i, line in enumerate(lines) if _RULE.fullmatch(line)]
    rules = [i for i in rules if not _underlines(lines, i) and not _is_over_mail(lines, i)]
    edges = [-1, *rules, len(lines)]
    own = [
        _Block(a + 1, b)
        for a, b in itertools.pairwise(edges)
        if any(line.strip() for line in lines[a + 1 : b])
    ]
    readable = [block for block in own if _has_text(lines, block.first, block.last)]
    if len(readable) < 2 or 2 * len(readable) < len(own):
        return []  # a table, or one article with its imprint
    if all(_WEAK_RULE.fullmatch(lines[i]) for i in rules):
        headed = (_is_headed(lines[block.first : block.last], sentences=2) for block in readable)
        return [block.first for block in own] if all(headed) else []
    return [block.first for block in own]


def _is_over_mail(lines: Sequence[str], rule: int) -> bool:
    """Tell the rule that a program sets over the mail that is answered."""
    below = next((line for line in lines[rule + 1 : rule + 3] if line.strip()), "")
    return bool(re.match(r"\s*(?:寄件者|寄件人|发件人|發件人|From)[ 　]*[:：]", below))


def _underlines(lines: Sequence[str], rule: int) -> bool:
    above = lines[rule - 1] if rule else ""
    before = lines[rule - 2] if rule > 1 else ""
    edge = not before.strip() or bool(_RULE.fullmatch(before))
    return edge and bool(above.strip()) and _is_headline(above)


def _by_titles(lines: Sequence[str]) -> list[int]:
    """Lines that say `標題：…` or stand in 【…】, each over a text of its own."""
    labelled = [i for i, line in enumerate(lines) if _is_title_label(line)]
    if len(labelled) > 1:
        starts = [_first_label(lines, i) for i in labelled]
        return starts if _all_read(lines, starts, sentences=1) else []
    heads = _block_heads(lines)
    bracketed = [
        i for i in heads if (m := _BRACKETED.fullmatch(lines[i])) and not is_byline(f"【{m[1]}】")
    ]
    first = next((i for i, line in enumerate(lines) if line.strip()), 0)
    is_bundle = len(bracketed) > 1 and bracketed[0] == first
    return bracketed if is_bundle and _all_read(lines, bracketed, sentences=2) else []


def _is_title_label(line: str) -> bool:
    if len(line) >= 120:
        return False
    label = _LABEL.fullmatch(line)
    if label and label[1].lower() in _TITLE_LABELS:
        return True
    return bool(_BOXED_LABEL.match(line)) and role_of(line) == "title"


def _first_label(lines: Sequence[str], i: int) -> int:
    """Go up from a title to the first of the labelled lines that it stands among."""
    for above in range(i - 1, max(i - _HEADED_LINES, 0) - 1, -1):
        line = lines[above]
        is_label = _LABEL.fullmatch(line) or role_of(line)
        if len(line) >= 60 or not is_label or _is_title_label(line):
            break
        i = above
    return i


def _all_read(lines: Sequence[str], starts: Sequence[int], *, sentences: int) -> bool:
    edges = [*starts, len(lines)]
    return all(
        _n_sentences(lines[a + 1 : b]) + _n_sentences(lines[a : a + 1]) >= sentences
        and any(line.strip() for line in lines[a + 1 : b])
        for a, b in itertools.pairwise(edges)
    )


def _by_pages(lines: Sequence[str], pages: Sequence[int]) -> list[int]:
    """Pages that open as articles do: a headline, and under it who reports, when or where.

    A page that opens otherwise goes on with the one before. Where more articles begin within
    the pages, their datelines tell better.
    """
    if not pages:
        return []
    firsts = (_first_filled(lines, page) for page in (0, *pages))
    starts = sorted({first for first in firsts if first is not None and _opens(lines, first)})
    if len(starts) < 2 or len(_by_datelines(lines)) > len(starts):
        return []
    return starts


def _first_filled(lines: Sequence[str], i: int) -> int | None:
    return next((n for n in range(i, len(lines)) if lines[n].strip()), None)


def _opens(lines: Sequence[str], i: int) -> bool:
    """Tell a line with which an article begins."""
    head = [line for line in lines[i : i + _OPENING_LINES] if line.strip()]
    opening = find_opening("\n".join(head))
    tells = opening.published or opening.outlet or opening.authors or opening.place
    return bool(tells) and (opening.title is not None or opens_article(head[0]))


def _by_datelines(lines: Sequence[str]) -> list[int]:
    """Lines that begin as reports do, or hold the date over or under a headline."""
    starts: dict[int, bool] = {}
    for i, line in enumerate(lines):
        head, is_dated = _head_of(lines, i, line)
        if head is None or not _is_boundary(lines, head):
            continue
        last = max(starts, default=-1)
        if last < 0 or _n_sentences(lines[last:head]):  # else it stands in the head of one
            starts.setdefault(head, is_dated)
    if len(starts) < 2:
        return []
    ordered = sorted(starts)
    for start, end in itertools.pairwise([*ordered, len(lines)]):
        if starts[start] and _n_sentences(lines[start:end]) < 2:
            return []  # a chronicle of single sentences
    return ordered


def _head_of(lines: Sequence[str], i: int, line: str) -> tuple[int | None, bool]:
    """Find the first line of the article whose dateline is line `i`; tell whether it is a date."""
    if opens_article(line):
        return _under_headline(lines, i), False
    if _REPORTER.match(line) and _headline_over(lines, i) and is_byline(line):
        return i - 1, False
    if _PRESS.fullmatch(line):
        return i, True
    named = _NAMED_FIRST.fullmatch(line) if len(line) <= _HEADLINE + 20 else None
    if named and is_outlet(named[1]) and _is_headline(named[2]) and _text_under(lines, i):
        return i, True
    boxed = _BRACKETED.fullmatch(line) if len(line) <= 2 * _HEADLINE else None
    if boxed and _is_headline(boxed[2]) and _text_under(lines, i) and _says_when(f"【{boxed[1]}】"):
        return i, True
    if _says_when(line) and _is_over_text(lines, i):
        head = _head_over(lines, i)
        if head != i:
            return head, True
    if len(line) <= _HEADLINE and source_behind(line) and _is_headline(line):
        return (i, True) if _text_under(lines, i) else (None, False)
    dated = _DATED.fullmatch(line) if len(line) <= _HEADLINE + 20 else None
    if not dated:
        return None, False
    if dated[1] and _headline_over(lines, i) and is_byline(line):
        return i - 1, True
    if dated[1]:
        return (i, True) if _is_headline(dated[1]) and _text_under(lines, i) else (None, False)
    if _headline_over(lines, i):
        return i - 1, True
    below = i + 2 < len(lines) and _is_headline(lines[i + 1])
    return (i, True) if below and _text_under(lines, i + 1) else (None, False)


def _head_over(lines: Sequence[str], i: int) -> int:
    """Return the headline over a line of day, past outlet and address; else the first of these.

    Where the headline stands under them, they are the first lines of the article.
    """
    first = i
    for above in range(i - 1, max(i - _ABOVE, 0) - 1, -1):
        line = lines[above]
        is_aside = bool(line.strip()) and (_ADDRESS.fullmatch(line) or reads_whole(line))
        if not is_aside or _A_DAY.search(line):
            break
        first = above
    if _headline_over(lines, first):
        return first - 1
    over = _under_headline(lines, first)
    if over != first:
        return over
    below = i + 1 < len(lines) and _is_headline(lines[i + 1]) and _text_under(lines, i + 1)
    return first if below else i


def _says_when(line: str) -> bool:
    """Tell a line of outlet and day, or of day and writer, in any order."""
    is_dated = _A_DAY.search(line) or _SHORT_DAY.search(line)
    return len(line) <= _HEADLINE and bool(is_dated) and reads_whole(line)


def _headline_over(lines: Sequence[str], i: int) -> bool:
    return i > 0 and bool(lines[i - 1].strip()) and _is_headline(lines[i - 1])


def _under_headline(lines: Sequence[str], i: int) -> int:
    """Return the headline over a dateline, a blank line between them allowed."""
    for above in (i - 1, i - 2):
        if above >= 0 and lines[above].strip():
            stands_alone = above == 0 or _is_boundary(lines, above)
            return above if _is_headline(lines[above]) and stands_alone else i
    return i


def _is_over_text(lines: Sequence[str], i: int) -> bool:
    """Tell whether text stands under a line, or a headline and then text."""
    if _text_under(lines, i):
        return True
    return i + 1 < len(lines) and _is_headline(lines[i + 1]) and _text_under(lines, i + 1)


def _text_under(lines: Sequence[str], i: int) -> bool:
    """Tell whether text stands under a line, past what else its head says."""
    own = (line.strip() for line in lines[i + 1 : i + 1 + _HEADED_LINES] if line.strip())
    return len(next((line for line in own if not _is_aside(line)), "")) > _VERSE


def _is_aside(line: str) -> bool:
    """Tell a line of page or writer; what is longer or has a full stop is text."""
    if len(line) > _HEADLINE or "。" in line:
        return False
    return bool(_PAPER_PAGE.fullmatch(line) or is_byline(line))


def _is_boundary(lines: Sequence[str], i: int) -> bool:
    """Tell whether a line may begin an article: behind a blank line or a finished one."""
    above = lines[i - 1].rstrip() if i else ""
    ended = above.rstrip(CLOSERS).endswith(tuple(STOPS)) or is_separator(above)
    return not above.strip() or ended or is_byline(above.strip())


def _by_gaps(lines: Sequence[str]) -> list[int]:
    """Two blank lines or more, where everything between them reads like an article."""
    heads = _block_heads(lines, blank=2)
    if len(heads) < 2:
        return []
    edges = [*heads, len(lines)]
    blocks = [[line for line in lines[a:b] if line.strip()] for a, b in itertools.pairwise(edges)]
    return heads if all(map(_is_article, blocks)) else []


def _is_article(block: Sequence[str]) -> bool:
    """Tell an article from a paragraph or a section: a headline over text, or a long text."""
    length, sentences = sum(map(len, block)), _n_sentences(block)
    if max(map(len, block), default=0) <= _VERSE:
        return False
    if len(block) > 1 and _is_headline(block[0]) and len(block[0].strip()) <= _SUBHEADING:
        return False
    if re.match(r"\s*(?:[（(]?[一二三四五六七八九十\d]+[）)]?[、.．]|第.{1,3}[章節节])", block[0]):
        return False
    headed = _is_headed(block, sentences=3) and length >= 80
    return headed or (sentences >= 5 and length >= 200)


def _block_heads(lines: Sequence[str], *, blank: int = 1) -> list[int]:
    """Return the lines that stand first, or behind so many blank lines."""
    heads, gap = [], blank
    for i, line in enumerate(lines):
        if not line.strip():
            gap += 1
            continue
        if gap >= blank:
            heads.append(i)
        gap = 0
    return heads


def _is_headed(block: Sequence[str], *, sentences: int) -> bool:
    own = [line for line in block if line.strip()]
    return len(own) > 1 and _is_headline(own[0]) and _n_sentences(own[1:]) >= sentences


def _is_headline(line: str) -> bool:
    line = line.strip()
    return (
        1 < len(line) <= _HEADLINE
        and not line.endswith(("。", "，", "、", "；", "：", ":", "…", ",", ";"))
        and "。" not in line
        and any(c.isalpha() for c in line)
        and not is_separator(line)
        and not is_byline(line)
        and not _DATED.fullmatch(line)
    )


def _title(lines: Sequence[str]) -> str | None:
    """Return the title among the first lines of a part; None where it begins with its text."""
    own = [line.strip() for line in lines if line.strip()]
    for i, line in enumerate(own[:_HEADED_LINES]):
        label, dated = _LABEL.fullmatch(line), _DATED.fullmatch(line)
        if _is_title_label(line):
            return value_of(line) or next(iter(own[i + 1 : i + 2]), None)
        if any(_is_title_label(other) for other in own[:_HEADED_LINES]):
            continue
        bracketed = _BRACKETED.fullmatch(line)
        if bracketed and not is_byline(f"【{bracketed[1]}】"):
            return bracketed[1].strip()
        named = _NAMED_FIRST.fullmatch(line)
        if named and is_outlet(named[1]) and _is_headline(named[2]):
            return named[2]
        if dated and dated[1]:
            return dated[1]
        if dated or label or is_byline(line) or _PRESS.fullmatch(line) or "|" in line:
            continue
        return _bare_headline(line) if _is_headline(line) and len(own) > i + 1 else None
    return None


def _bare_headline(line: str) -> str:
    """Return a headline without the sign before it and the outlet and day behind it."""
    told = source_behind(line)
    return line[: told[0] if told else None].strip(" \t　●■◆▓★※▲○◎•▶►◇□☆")


def _find_date(lines: Sequence[str]) -> str | None:
    own = [line for line in lines if line.strip()][:_HEADED_LINES]
    dates = {
        day
        for line in own
        if _DATED.fullmatch(line) or _PRESS.fullmatch(line) or _is_date_label(line)
        if (day := find_date(line))
    }
    return dates.pop() if len(dates) == 1 else None


def _is_date_label(line: str) -> bool:
    label = _LABEL.fullmatch(line) if len(line) < 60 else None
    return bool(label and label[1].endswith(("日期", "時間", "时间", "Date", "DATE", "date")))


_SIGNS: tuple[tuple[Why, Callable[[Sequence[str]], list[int]]], ...] = (
    ("number", _by_numbers),
    ("separator", _by_rules),
    ("title", _by_titles),
    ("page", lambda lines: []),
    ("dateline", _by_datelines),
    ("blank", _by_gaps),
)
