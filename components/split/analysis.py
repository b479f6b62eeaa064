"""Counts words and names by groups of articles, and lays their clouds out side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from components import cloud, statistics, words
from components.cloud import Cloud, CloudSettings, CloudWord
from components.contrast import Subject
from components.entities import EntityIndex
from components.split.split import Split, SplitColumn, SplitRow, SplitSettings, code_of
from components.text import ArticleGroup, Copies, Corpus, Grouping, digest_of
from components.words import Tokens, WordFilter, WordTable, word_marks

_GAP = 24  # pixels between clouds
HEAD = 44
"""Pixels above a cloud, for the name of its column."""


def keep_shared(
    grouping: Grouping, settings: SplitSettings, stories: Iterable[Sequence[str]]
) -> tuple[Grouping, int]:
    """Return the groups that have a column, and the stories that are compared.

    Where only stories count, articles of no story, and of stories that one column alone has,
    are left out.

    Args:
        grouping: the groups of the field.
        settings: which of them have a column, and what of them counts.
        stories: ids of articles that share text, story by story.
    """
    taken = _take(grouping, settings)
    if settings.within == "all":
        return taken, 0
    columns_of: dict[str, set[str]] = {}
    for group in taken.groups:
        for article_id in group.ids:
            columns_of.setdefault(article_id, set()).add(group.label)
    shared = [
        ids
        for ids in stories
        if len(set().union(*(columns_of.get(article_id, set()) for article_id in ids))) > 1
    ]
    kept = {article_id for ids in shared for article_id in ids}
    groups = tuple(
        ArticleGroup(group.label, tuple(i for i in group.ids if i in kept))
        for group in taken.groups
    )
    return Grouping(grouping.by, groups, taken.without), len(shared)


def _take(grouping: Grouping, settings: SplitSettings) -> Grouping:
    """Return the groups that have a column, in the order of the columns."""
    by_label = {group.label: group for group in grouping.groups}
    groups = tuple(by_label[label] for label in settings.labels if label in by_label)
    return Grouping(grouping.by, groups, grouping.without)


def split_tables(
    corpus: Corpus,
    tokens: Tokens,
    grouping: Grouping,
    *,
    settings: SplitSettings,
    shown: WordFilter | None = None,
    stories: Iterable[Sequence[str]] = (),
) -> tuple[WordTable, ...]:
    """Count the words of each column by itself.

    Args:
        corpus: the texts.
        tokens: their words.
        grouping: the groups of the field.
        settings: which of them have a column, and what of them counts.
        shown: which words are rows; totals count every word all the same.
        stories: ids of articles that share text, story by story.
    """
    kept, _ = keep_shared(grouping, settings, stories)
    return _count_columns(corpus, tokens, kept, shown)


def _count_columns(
    corpus: Corpus, tokens: Tokens, kept: Grouping, shown: WordFilter | None
) -> tuple[WordTable, ...]:
    return tuple(
        words.count(corpus, statistics.of_articles(tokens, group.ids), settings=shown)
        for group in kept.groups
    )


def split_words(
    corpus: Corpus,
    tokens: Tokens,
    grouping: Grouping,
    *,
    settings: SplitSettings,
    shown: WordFilter | None = None,
    stories: Iterable[Sequence[str]] = (),
) -> Split:
    """Count words in columns; arguments as those of `split_tables`.

    A word is written and has the part of speech as in the column that uses it most.
    """
    stories = tuple(stories)
    shared = keep_shared(grouping, settings, stories)
    tables = _count_columns(corpus, tokens, shared[0], shown)
    looks: dict[str, tuple[int, str, str]] = {}
    counts: list[dict[str, int]] = []
    for table in tables:
        counts.append({row.norm: row.count for row in table.rows})
        for row in table.rows:
            if row.count > looks.get(row.norm, (0,))[0]:
                looks[row.norm] = (row.count, row.word, row.pos)
    rows = [
        SplitRow(norm, word, pos, tuple(own.get(norm, 0) for own in counts))
        for norm, (_, word, pos) in looks.items()
    ]
    sizes = [table.n_tokens for table in tables]
    parts = (tokens.digest, *(table.digest for table in tables))
    digest = digest_of("split", "words", grouping.digest, settings, stories, *parts)
    made = _make("words", rows, sizes, grouping, settings, shared, tokens.copies, digest)
    return replace(made, shown=shown or WordFilter())


def split_names(
    index: EntityIndex,
    tokens: Tokens,
    grouping: Grouping,
    *,
    settings: SplitSettings,
    stories: Iterable[Sequence[str]] = (),
) -> Split:
    """Count the mentions of names in columns.

    Args:
        index: the names and their mentions.
        tokens: the words, by which columns of different length are compared.
        grouping: the groups of the field.
        settings: which of them have a column, and what of them counts.
        stories: ids of articles that share text, story by story.
    """
    stories = tuple(stories)
    shared = keep_shared(grouping, settings, stories)
    kept, mentions = shared[0], index.mentions
    counts = np.zeros((len(mentions.ids), len(kept.groups)), np.int64)
    for column, group in enumerate(kept.groups):
        wanted = frozenset(group.ids)
        here = np.array([i in wanted for i in mentions.spans.ids], bool)[mentions.spans.articles]
        counts[:, column] = np.bincount(mentions.entity_codes[here], minlength=len(mentions.ids))
    by_id = dict(zip(mentions.ids, counts.tolist(), strict=True))
    rows = [
        SplitRow(entity.id, entity.name, entity.kind, tuple(by_id[entity.id]))
        for entity in index.entities
        if any(by_id.get(entity.id, ()))
    ]
    sizes = [_count_words(tokens, group) for group in kept.groups]
    parts = (grouping.digest, settings, stories, index.digest, tokens.digest)
    digest = digest_of("split", "names", *parts)
    return _make("names", rows, sizes, grouping, settings, shared, index.copies, digest)


def _count_words(tokens: Tokens, group: ArticleGroup) -> int:
    own = statistics.of_articles(tokens, group.ids).tokens
    return int(np.count_nonzero(word_marks(own.norms)[own.norm_codes]))


def _make(
    subject: Subject,
    rows: list[SplitRow],
    sizes: list[int],
    grouping: Grouping,
    settings: SplitSettings,
    shared: tuple[Grouping, int],
    copies: Copies,
    digest: str,
) -> Split:
    """Put columns and rows together, the highest mean of rates first; `shared` of them count."""
    kept, n_stories = shared
    in_columns = {i for group in _take(grouping, settings).groups for i in group.ids}
    in_groups = {i for group in grouping.groups for i in group.ids}
    made = Split(
        settings=replace(settings, labels=kept.labels),
        subject=subject,
        columns=tuple(
            SplitColumn(group.label, len(group.ids), size)
            for group, size in zip(kept.groups, sizes, strict=True)
        ),
        groups_left=len(grouping.groups) - len(kept.groups),
        articles_left=len(in_groups - in_columns),
        without=len(grouping.without),
        stories=n_stories,
        copies=copies,
        digest=digest,
    )
    means = {row.mark: sum(made.rate(row, column) for column in range(len(sizes))) for row in rows}
    rows.sort(key=lambda row: (-means[row.mark], -sum(row.counts), row.mark))
    return replace(made, rows=tuple(rows))


def lay_out_clouds(
    tables: Sequence[WordTable],
    *,
    settings: CloudSettings,
    kinds: Mapping[str, str] | Iterable[tuple[str, str]] = (),
) -> tuple[Cloud, ...]:
    """Lay out a cloud for each column, all on one scale.

    The area of a letter is proportional to the uses of its word in 10,000 words of the column:
    the cloud in which that leaves the least room sets the scale of all.

    Args:
        tables: the words of each column.
        settings: of each cloud.
        kinds: kind of entity by norm, see `cloud.lay_out`.

    Raises:
        FontMissingError: no font at hand draws Chinese.
    """
    kinds = dict(kinds)
    laid = [cloud.lay_out(table, settings=settings, kinds=kinds) for table in tables]
    areas = [
        one.words[0].font_size ** 2 / (one.words[0].count / one.n_tokens)
        for one in laid
        if one.words and one.n_tokens
    ]
    if len(areas) < 2:
        return tuple(laid)
    return tuple(
        cloud.lay_out(
            table, settings=settings, kinds=kinds, largest=_largest(one, min(areas))
        )
        for table, one in zip(tables, laid, strict=True)
    )  # fmt: skip


def _largest(one: Cloud, area: float) -> float:
    """Return the size of the largest word of a cloud, from the area of a letter of all words."""
    if not one.words or not one.n_tokens:
        return 0
    return float((area * one.words[0].count / one.n_tokens) ** 0.5)


def join_clouds(clouds: Sequence[Cloud], *, in_a_row: int) -> Cloud:
    """Put clouds side by side on one canvas; each word's `norm` also tells its column.

    Args:
        clouds: one or more, of the same size.
        in_a_row: how many stand beside each other before the next row begins.
    """
    placed: list[CloudWord] = []
    for column, one in enumerate(clouds):
        left, top = corner_of(one, column, in_a_row=in_a_row)
        placed += [
            replace(
                word, norm=code_of(column, word.norm),
                x=round(word.x + left, 2), y=round(word.y + top, 2),
            )
            for word in one.words
        ]  # fmt: skip
    first, across = clouds[0], min(len(clouds), in_a_row)
    left, top = corner_of(first, (len(clouds) - 1) // in_a_row * in_a_row, in_a_row=in_a_row)
    return replace(
        first,
        words=tuple(placed),
        width=across * first.width + (across - 1) * _GAP,
        height=top + first.height,
        missing=tuple(sorted(Counter(c for one in clouds for c in one.missing))),
        n_left_out=sum(one.n_left_out for one in clouds),
        most_left_out=max(one.most_left_out for one in clouds),
        n_tokens=sum(one.n_tokens for one in clouds),
        n_articles=sum(one.n_articles for one in clouds),
        digest=digest_of("join_clouds", in_a_row, *(one.digest for one in clouds)),
    )


def corner_of(one: Cloud, column: int, *, in_a_row: int) -> tuple[int, int]:
    """Return where the cloud of a column begins on the joint canvas: left and top, in pixels."""
    row, place = divmod(column, in_a_row)
    return place * (one.width + _GAP), row * (one.height + HEAD + _GAP) + HEAD
