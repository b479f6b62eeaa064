"""Writes articles of a story as HTML: one with its lineage, or two side by side; all escaped."""

from __future__ import annotations

import html
from collections.abc import Sequence

from components import theme
from components.duplicates import mark_pair
from components.stories.comparison import ComparedRow, Comparison
from components.stories.story import SentenceState, StorySentence
from components.text import Article, Corpus

_GROUND = 0.16  # share of a colour in the ground of a sentence, so that ink stays readable on it
_LINES: dict[SentenceState, str] = {"new": "solid", "edited": "dashed", "shared": "dotted"}


def lineage_html(
    article: Article, sentences: Sequence[StorySentence], mode: theme.ColourMode
) -> str:
    """Return a text in which new, edited and shared sentences are told by ground and line.

    What was taken unchanged stands in quiet ink.
    """
    palette = theme.PALETTES[mode]
    colours = {"new": palette.groups[2], "edited": palette.groups[1], "shared": palette.quiet}
    pieces, at = [], 0
    for sentence in sentences:
        start, end = sentence.span.start, sentence.span.end
        pieces.append(html.escape(article.text[at:start]))
        text, at = html.escape(article.text[start:end]), end
        if sentence.state == "inherited":
            pieces.append(f'<span style="color:{palette.quiet}">{text}</span>')
            continue
        colour = colours[sentence.state]
        ground = theme.mix_colours(colour, palette.paper, _GROUND)
        style = (
            f"background:{ground};color:{palette.ink};"
            f"border-bottom:2px {_LINES[sentence.state]} {colour}"
        )
        pieces.append(f'<mark style="{style}">{text}</mark>')
    pieces.append(html.escape(article.text[at:]))
    style = (
        f"font-family:{theme.SERIF};font-size:1rem;line-height:1.9;max-width:38em;"
        f"white-space:pre-wrap;overflow-wrap:anywhere;color:{palette.ink}"
    )
    return f'<div style="{style}">{"".join(pieces)}</div>'


def compare_html(
    corpus: Corpus,
    comparison: Comparison,
    heads: tuple[str, str] | None,
    mode: theme.ColourMode,
    *,
    rows: Sequence[ComparedRow] | None = None,
) -> str:
    """Return two articles as two columns, a sentence beside the one it goes back to.

    Args:
        corpus: their texts.
        comparison: how they go together.
        heads: what stands above the columns, if anything.
        mode: light or dark.
        rows: those to show; all by default.
    """
    palette = theme.PALETTES[mode]
    cell = f"padding:.4em .1em;border-bottom:1px solid {palette.line};overflow-wrap:anywhere"
    grid = "display:grid;gap:0 1em;grid-template-columns:minmax(0,1fr) minmax(0,1fr)"
    head = f"font-family:{theme.SANS};font-size:.8rem;color:{palette.quiet}"
    lines = [_line(grid, f"{cell};{head}", *map(html.escape, heads))] if heads else []
    for row in comparison.rows if rows is None else rows:
        lines.append(_line(grid, cell, *_sides(corpus, row, palette, mode)))
    block = (
        f"font-family:{theme.SERIF};font-size:.95rem;line-height:1.75;color:{palette.ink};"
        "white-space:pre-wrap"
    )
    return f'<div style="{block}">{"".join(lines)}</div>'


def _line(grid: str, cell: str, before: str, after: str) -> str:
    cells = f'<div style="{cell}">{before}</div><div style="{cell}">{after}</div>'
    return f'<div style="{grid}">{cells}</div>'


def _sides(
    corpus: Corpus, row: ComparedRow, palette: theme.Palette, mode: theme.ColourMode
) -> tuple[str, str]:
    old = "".join(corpus.text_of(span) for span in row.before).strip()
    new = corpus.text_of(row.after).strip() if row.after else ""
    if row.state == "same":
        quiet = f'<span style="color:{palette.quiet}">'
        return f"{quiet}{html.escape(old)}</span>", f"{quiet}{html.escape(new)}</span>"
    return mark_pair(old, new, mode)
