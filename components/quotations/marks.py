"""Finds the stretches of a text that stand in quotation marks."""

from __future__ import annotations

import re

_PAIRS = {"「": "」", "『": "』", "“": "”", "‘": "’", "﹁": "﹂", "﹃": "﹄", '"': '"'}
_MARK = re.compile(r"[「」『』“”‘’﹁﹂﹃﹄\"\n]")
_OPENS_NEXT = re.compile(r"[ \u3000]*[「『“﹁]")
LONGEST = 600  # characters; what is open for longer was never closed
BLANK = "〓"


def find_quoted(text: str) -> list[tuple[int, int]]:
    """Return the outermost stretches in quotation marks, the marks included.

    A paragraph that ends inside a quotation goes on with it where the next one opens it again, as
    print does, or closes it; otherwise the mark was never closed, and counts for nothing.
    """
    found: list[tuple[int, int]] = []
    open_at: list[tuple[int, str]] = []
    for match in _MARK.finditer(text):
        at, sign = match.start(), match[0]
        if open_at and at - open_at[0][0] > LONGEST:
            open_at.clear()
        if sign == "\n":
            if open_at and not _goes_on(text, at, open_at[0][1]):
                open_at.clear()
        elif open_at and sign == open_at[-1][1]:
            start, _ = open_at.pop()
            if not open_at:
                found.append((start, at + 1))
        elif sign in _PAIRS and not _reopens(text, at, open_at):
            open_at.append((at, _PAIRS[sign]))
    return found


def _goes_on(text: str, at: int, closing: str) -> bool:
    """Tell whether a quotation that is open at a line break is closed in the next paragraph."""
    end = text.find("\n", at + 1)
    following = text[at + 1 : end if end >= 0 else len(text)]
    opening = next(sign for sign, close in _PAIRS.items() if close == closing)
    closes = following.find(closing)
    if _OPENS_NEXT.match(following):
        return True
    opens = following.find(opening)
    return closes >= 0 and (opens < 0 or opens > closes)


def _reopens(text: str, at: int, open_at: list[tuple[int, str]]) -> bool:
    """Tell whether a mark opens a paragraph inside a quotation of the same kind."""
    if not open_at or _PAIRS[text[at]] != open_at[-1][1]:
        return False
    return text[:at].rstrip(" \u3000").endswith("\n")


def blank_quoted(text: str, quoted: list[tuple[int, int]]) -> str:
    """Return the text with all quoted letters alike: 「〓〓」, and 「〓。」 where a stop ends it.

    So no verb, comma or name inside a quotation is taken for one of the text around it.
    """
    parts, at = [], 0
    for start, end in quoted:
        inner = BLANK * max(0, end - start - 2)
        if inner and text[end - 2] in "。!?…":
            inner = inner[:-1] + "。"
        parts += [text[at:start], "「", inner, "」"]
        at = end
    parts.append(text[at:])
    return "".join(parts)
