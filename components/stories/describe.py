"""Describes stories in words: the finding, captions, alt texts, what became of an article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from components.i18n import number, t
from components.stories.moments import print_moment
from components.stories.story import Stories, Story, StoryArticle, StorySentence
from components.text import Article, Corpus
from components.theme import shorten

_TITLE = 18  # characters of a title within a sentence
_FURTHER = 2  # sources that are named beside the main one


def finding(corpus: Corpus, stories: Stories) -> str:
    """Say in one sentence what the largest story is; empty where there is none."""
    if not len(stories):
        return ""
    story = stories.story(0)
    return t("stories.finding", n=number(len(stories)), largest=summary(corpus, story))


def summary(corpus: Corpus, story: Story) -> str:
    """Say of a story how many articles of how many outlets it has, and who had it first here."""
    outlets = list_outlets(corpus, story)
    of_outlets = t("stories.of_outlets", n=number(len(outlets))) if len(outlets) > 1 else ""
    first = find_first(story)
    values = {
        "title": shorten(corpus.article(story.articles[0].article_id).title, _TITLE),
        "articles": number(len(story.articles)),
        "outlets": of_outlets,
    }
    if first is None:
        return t("stories.summary_unknown", **values)
    return t("stories.summary", first=name_of(corpus.article(first.article_id)), **values)


def list_outlets(corpus: Corpus, story: Story) -> tuple[str, ...]:
    """Return the outlets of a story in the order of their first article; unknown ones are none."""
    outlets = (corpus.article(article.article_id).outlet for article in story.articles)
    return tuple(dict.fromkeys(filter(None, outlets)))


def find_first(story: Story) -> StoryArticle | None:
    """Return the article that most of a story goes back to; None where no time tells.

    It is the beginning of the longest descent: of the articles that have no source themselves
    that from which most others come, directly or through others; of several the earliest one.
    """
    roots: dict[str, str] = {}
    for article in story.articles:  # in the order of time, so that a source has its root already
        own, parent = article.article_id, article.parent
        roots[own] = roots.get(parent, parent) if parent is not None else own
    counts = Counter(root for own, root in roots.items() if root != own)
    if not counts:
        return _find_first_holder(story)
    best = max(counts.values())
    return next(a for a in story.articles if counts[a.article_id] == best)


def _find_first_holder(story: Story) -> StoryArticle | None:
    """Return the article that had most sentences first, where no article has a main source."""
    firsts: Counter[str] = Counter()
    for sentence in story.sentences:
        if sentence.first is not None:
            firsts[sentence.first.article_id] += len(sentence.span)
    best = max(firsts.values(), default=0)
    return next((a for a in story.articles if best and firsts[a.article_id] == best), None)


def name_of(article: Article) -> str:
    """Call an article by its outlet and time, or its title where neither is known."""
    named = " ".join(filter(None, (article.outlet, print_moment(article.published))))
    return named or article.title


def label_of(article: Article) -> str:
    """Call an article by its title, its outlet and its time."""
    when = print_moment(article.published) or t("stories.no_time")
    parts = (article.title, article.outlet or article.source, when)
    return " · ".join(part for part in parts if part)


def describe_article(
    corpus: Corpus, article: StoryArticle, sentences: Sequence[StorySentence] = ()
) -> str:
    """Say of what an article is made, where it comes from, and what nobody knows of that.

    Args:
        corpus: the corpus as it was read.
        article: what it is made of.
        sentences: its sentences, by which further sources are told.
    """
    parts = [kind_name(article)]
    if article.credit:
        parts.append(t("stories.credits", name=article.credit))
    if article.parent is not None:
        parts.append(_from_source(corpus, article))
    for own, taken in _further_sources(article, sentences)[:_FURTHER]:
        name = name_of(corpus.article(own))
        parts.append(t("stories.also_from", name=name, n=number(taken)))
    parts += [
        t(f"stories.has_{state}", n=number(count))
        for state in ("new", "inherited", "edited", "shared")
        if (count := getattr(article, state))
    ]
    if article.undecided:
        parts.append(t("stories.undecided", n=number(article.undecided)))
    return " · ".join(parts)


def _from_source(corpus: Corpus, article: StoryArticle) -> str:
    return t(
        "stories.from_source",
        name=name_of(corpus.article(article.parent or "")),
        n=number(article.taken),
        share=percent(article.share_taken),
    )


def _further_sources(
    article: StoryArticle, sentences: Sequence[StorySentence]
) -> list[tuple[str, int]]:
    """Articles that had what the main source has not, with characters; the most first."""
    taken: dict[str, int] = {}
    for sentence in sentences:
        source = sentence.source
        if sentence.first is None or source is None or source.article_id == article.parent:
            continue
        taken[source.article_id] = taken.get(source.article_id, 0) + len(sentence.span)
    return sorted(taken.items(), key=lambda own: -own[1])


def kind_name(article: StoryArticle) -> str:
    """Call the kind of an article; of a copy whether its source is a release or an agency."""
    if article.kind == "copy" and article.parent_kind in ("release", "wire"):
        return t(f"stories.kind_copy_{article.parent_kind}")
    return t(f"stories.kind_{article.kind}")


def percent(value: float) -> str:
    """Write a share as whole per cents; what is not all is never 100, what is there never 0."""
    if value in (0, 1):
        return f"{value:.0%}"
    return f"{min(99, max(1, round(100 * value)))}%"


def caption(story: Story) -> str:
    """Say what the picture counts, and what may not be concluded from it."""
    undated = sum(article.kind == "unknown" for article in story.articles)
    parts = [t("stories.caption_unit"), t("stories.caution")]
    if undated:
        parts.append(t("stories.caption_unknown", n=number(undated)))
    return " · ".join(parts)


def alt(corpus: Corpus, story: Story) -> str:
    """Say in one sentence what the picture shows."""
    linked = sum(article.parent is not None for article in story.articles)
    return t(
        "stories.alt",
        articles=number(len(story.articles)),
        outlets=number(max(1, len(list_outlets(corpus, story)))),
        linked=number(linked),
    )


def method(stories: Stories) -> str:
    """Say how many stories there are of how many articles."""
    return t(
        "stories.method",
        stories=number(len(stories)),
        articles=number(len(stories.members)),
    )
