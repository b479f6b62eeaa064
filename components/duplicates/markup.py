"""Writes texts as HTML: two versions side by side, or what is new in one; all of it escaped."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from components import theme
from components.duplicates.diff import DiffPiece, diff
from components.duplicates.versions import Version
from components.i18n import number, t
from components.text import Corpus

_QUIET_RUN = 120  # characters both versions share before the middle of them is folded away
_EDGE = 24  # characters that stay at either end of what is folded
_NEW_RUN = 600  # new characters in a row that are shown before the rest is folded


def diff_html(pieces: Sequence[DiffPiece], mode: theme.ColourMode) -> str:
    """Return two versions side by side as HTML; everything of the texts is escaped.

    What was left out is struck through, what was added is underlined twice, so that colour
    is never needed. On a narrow screen the versions of a stretch stand one below the other.
    """
    palette = theme.PALETTES[mode]
    cell = f"padding:.35em .2em;border-bottom:1px solid {palette.line};overflow-wrap:anywhere"
    block = (
        f"font-family:{theme.SERIF};font-size:1rem;line-height:1.8;color:{palette.ink};"
        "white-space:pre-wrap"
    )
    lines = []
    for before, after in _diff_rows(pieces, palette):
        lines.append(
            '<div style="display:grid;gap:0 1.6em;'
            'grid-template-columns:repeat(auto-fit,minmax(min(16em,100%),1fr))">'
            f'<div style="{cell}">{before}</div><div style="{cell}">{after}</div></div>'
        )
    return f'<div style="{block}">{"".join(lines)}</div>'


def change_html(before: str, after: str, mode: theme.ColourMode) -> str:
    """Return two versions of one sentence as one line of HTML.

    What went is struck through, what came is underlined twice.
    """
    palette = theme.PALETTES[mode]
    written = "".join(
        html.escape(piece.after)
        if piece.change == "same"
        else _mark("del", piece.before, palette) + _mark("ins", piece.after, palette)
        for piece in diff(before.strip(), after.strip())
    )
    style = f"font-family:{theme.SERIF};font-size:.95rem;line-height:1.8;color:{palette.ink}"
    return f'<div style="{style};overflow-wrap:anywhere">{written}</div>'


def mark_pair(before: str, after: str, mode: theme.ColourMode) -> tuple[str, str]:
    """Return two versions of a sentence as HTML, marked as in `change_html`, each by itself.

    Where one of them is empty all of the other is marked.
    """
    palette = theme.PALETTES[mode]
    sides: tuple[list[str], list[str]] = ([], [])
    for piece in diff(before, after):
        same = piece.change == "same"
        sides[0].append(html.escape(piece.before) if same else _mark("del", piece.before, palette))
        sides[1].append(html.escape(piece.after) if same else _mark("ins", piece.after, palette))
    return "".join(sides[0]), "".join(sides[1])


def version_html(corpus: Corpus, version: Version, mode: theme.ColourMode) -> str:
    """Return the text of a version: new stretches on a ground, repeated ones in quiet ink.

    Long stretches are folded in their middle. Where all is new nothing needs a ground.
    """
    palette = theme.PALETTES[mode]
    ground = (
        f"background:{palette.groups[2]}2E;border-bottom:2px solid {palette.groups[2]};"
        "padding:.05em 0"
    )
    plain = all(part.new or part.byline for part in version.parts)
    written = []
    for (new, quiet), parts in groupby(version.parts, lambda p: (p.new, p.repeats is not None)):
        spans = [part.span for part in parts]
        text = "".join(corpus.text_of(span) for span in spans)
        if quiet:
            shown = _fold_middle(text, _QUIET_RUN, _EDGE, "duplicates.fold_repeated")
            written.append(f'<span style="color:{palette.quiet}">{shown}</span>')
        elif new and not plain:
            shown = _fold_middle(text.rstrip(), _NEW_RUN, _NEW_RUN // 2, "duplicates.fold_new")
            blanks = html.escape(text[len(text.rstrip()) :])
            written.append(f'<mark style="{ground};color:{palette.ink}">{shown}</mark>{blanks}')
        else:
            written.append(_fold_middle(text, _NEW_RUN // 2, _QUIET_RUN, "duplicates.fold_new"))
    style = (
        f"font-family:{theme.SERIF};font-size:1rem;line-height:1.8;max-width:38em;"
        f"white-space:pre-wrap;overflow-wrap:anywhere;color:{palette.ink}"
    )
    return f'<div style="{style}">{"".join(written).strip()}</div>'


def _fold_middle(text: str, most: int, edge: int, key: str) -> str:
    """Escape a text; one longer than `most` is shown by its edges."""
    if len(text) <= most:
        return html.escape(text)
    gap = t(key, n=number(len(text) - 2 * edge))
    return html.escape(f"{text[:edge]}{gap}{text[-edge:]}")


def _diff_rows(pieces: Sequence[DiffPiece], palette: theme.Palette) -> Iterator[tuple[str, str]]:
    """Cut a comparison into rows at sentence ends that both versions share."""
    before: list[str] = []
    after: list[str] = []
    for place, piece in enumerate(pieces):
        if piece.change != "same":
            before.append(_mark("del", piece.before, palette))
            after.append(_mark("ins", piece.after, palette))
            continue
        first, last = place == 0, place == len(pieces) - 1
        for old, new, ends in _sentences_of(piece, first=first, last=last):
            before.append(html.escape(old))
            after.append(html.escape(new))
            if ends:
                yield "".join(before), "".join(after)
                before, after = [], []
    if before or after:
        yield "".join(before), "".join(after)


def _sentences_of(piece: DiffPiece, *, first: bool, last: bool) -> Iterator[tuple[str, str, bool]]:
    """Cut an equal stretch at its stops; the middle of a long one is folded away."""
    old, new = piece.before, piece.after
    cuts = [match.end() for match in re.finditer(r"[。！？!?\n]+[」』”’）)]*", old)]
    cuts = [cut for cut in cuts if cut < len(old)] if len(old) == len(new) else []
    if len(cuts) < 2 or cuts[-1] - cuts[0] < _QUIET_RUN:
        at = 0
        for cut in cuts:
            yield old[at:cut], new[at:cut], True
            at = cut
        yield old[at:], new[at:], False
        return
    head, tail = 0 if first else cuts[0], len(old) if last else cuts[-1]
    if head:
        yield old[:head], new[:head], True
    folded = t("duplicates.diff_equal", n=number(tail - head))
    yield folded, folded, True
    if tail < len(old):
        yield old[tail:], new[tail:], False


def _mark(tag: str, text: str, palette: theme.Palette) -> str:
    if not text:
        return ""
    colour = palette.groups[1] if tag == "del" else palette.groups[2]
    line = "line-through" if tag == "del" else "underline double"
    style = (
        f"background:{colour}38;color:{palette.ink};"
        f"text-decoration:{line};text-decoration-color:{colour}"
    )
    return f'<{tag} style="{style}">{html.escape(text)}</{tag}>'
