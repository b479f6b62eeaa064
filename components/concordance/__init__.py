"""Concordance: the lines and sentences behind every number, and the search for any others."""

from components.concordance.analysis import (
    evidence,
    find,
    find_titles,
    find_uncounted,
    lines,
    marks_in,
    marks_of,
    marks_within,
)
from components.concordance.concordance import (
    UNCOUNTED,
    ArticlePlaces,
    Concordance,
    Evidence,
    Findings,
    Line,
    MarginNote,
    Mark,
    Neighbour,
    Order,
    SearchSettings,
    Sentence,
)
from components.concordance.findings import by_article, neighbours, search
from components.concordance.query import MAX_QUERY, Query, QueryError, parse_query
from components.concordance.search import SearchTexts, SearchWords, prepare, prepare_words

__all__ = [
    "MAX_QUERY",
    "UNCOUNTED",
    "ArticlePlaces",
    "Concordance",
    "Evidence",
    "Findings",
    "Line",
    "MarginNote",
    "Mark",
    "Neighbour",
    "Order",
    "Query",
    "QueryError",
    "SearchSettings",
    "SearchTexts",
    "SearchWords",
    "Sentence",
    "by_article",
    "evidence",
    "find",
    "find_titles",
    "find_uncounted",
    "lines",
    "marks_in",
    "marks_of",
    "marks_within",
    "neighbours",
    "parse_query",
    "prepare",
    "prepare_words",
    "search",
]
