"""Text: articles, the spans that point into them, and what all analyses read them with.

What needs numpy or OpenCC is loaded when it is first asked for: the processes that parse
strangers' files start without either.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from components.text.codec import CodecError, from_plain, pack, to_plain, unpack
from components.text.corpus import Article, Copies, Corpus, CorpusSettings, Refusal, Span, Wire
from components.text.digest import digest_of
from components.text.groups import (
    PERIODS,
    ArticleGroup,
    GroupField,
    Grouping,
    Period,
    choose_period,
    days_of,
    group_articles,
    period_of,
    periods_between,
    unit_of,
)
from components.text.provenance import CleanName, RefusalReason, Rival, Step, StepName
from components.text.scheduler import (
    Made,
    Pending,
    Scheduler,
    Workers,
    each_portion,
    portion_bounds,
    portions,
    run_here,
)
from components.text.sentences import CLOSERS, STOPS, sentences_of, split_sentences

if TYPE_CHECKING:
    from components.text.columns import (
        Columns,
        DifferentSentences,
        Ints,
        Numbering,
        Numbers,
        Rows,
        Spans,
        are_among,
        are_bounds,
        are_codes,
        bounds_of,
        compact_codes,
        distinct,
        join_ranges,
        no_ints,
        number_slices,
        number_spans,
        number_texts,
        refuse_unless,
        sentences_in,
        texts_of,
    )
    from components.text.folding import (
        Folded,
        code_points,
        exchange,
        fold,
        fold_codes,
        fold_letters,
        letters_of,
        map_together,
        narrow,
        pattern_of,
        table_of,
    )
    from components.text.normalization import norm_of, norms, norms_of, simplify
    from components.text.sentence_index import SentenceIndex
    from components.text.variants import radicals

__all__ = [
    "CLOSERS",
    "PERIODS",
    "STOPS",
    "Article",
    "ArticleGroup",
    "CleanName",
    "CodecError",
    "Columns",
    "Copies",
    "Corpus",
    "CorpusSettings",
    "DifferentSentences",
    "Folded",
    "GroupField",
    "Grouping",
    "Ints",
    "Made",
    "Numbering",
    "Numbers",
    "Pending",
    "Period",
    "Refusal",
    "RefusalReason",
    "Rival",
    "Rows",
    "Scheduler",
    "SentenceIndex",
    "Span",
    "Spans",
    "Step",
    "StepName",
    "Wire",
    "Workers",
    "are_among",
    "are_bounds",
    "are_codes",
    "bounds_of",
    "choose_period",
    "code_points",
    "compact_codes",
    "days_of",
    "digest_of",
    "distinct",
    "each_portion",
    "exchange",
    "fold",
    "fold_codes",
    "fold_letters",
    "from_plain",
    "group_articles",
    "join_ranges",
    "letters_of",
    "map_together",
    "narrow",
    "no_ints",
    "norm_of",
    "norms",
    "norms_of",
    "number_slices",
    "number_spans",
    "number_texts",
    "pack",
    "pattern_of",
    "period_of",
    "periods_between",
    "portion_bounds",
    "portions",
    "radicals",
    "refuse_unless",
    "run_here",
    "sentences_in",
    "sentences_of",
    "simplify",
    "split_sentences",
    "table_of",
    "texts_of",
    "to_plain",
    "unit_of",
    "unpack",
]

_LOADED_WHEN_ASKED = {
    "are_bounds": "columns",
    "are_codes": "columns",
    "compact_codes": "columns",
    "refuse_unless": "columns",
    "Columns": "columns",
    "DifferentSentences": "columns",
    "Ints": "columns",
    "Numbering": "columns",
    "Numbers": "columns",
    "Rows": "columns",
    "Spans": "columns",
    "bounds_of": "columns",
    "number_slices": "columns",
    "number_spans": "columns",
    "are_among": "columns",
    "number_texts": "columns",
    "no_ints": "columns",
    "join_ranges": "columns",
    "sentences_in": "columns",
    "distinct": "columns",
    "texts_of": "columns",
    "Folded": "folding",
    "SentenceIndex": "sentence_index",
    "code_points": "folding",
    "fold": "folding",
    "fold_codes": "folding",
    "fold_letters": "folding",
    "pattern_of": "folding",
    "table_of": "folding",
    "letters_of": "folding",
    "exchange": "folding",
    "map_together": "folding",
    "narrow": "folding",
    "norm_of": "normalization",
    "norms": "normalization",
    "norms_of": "normalization",
    "radicals": "variants",
    "simplify": "normalization",
}


def __getattr__(name: str) -> Any:
    if name not in _LOADED_WHEN_ASKED:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_LOADED_WHEN_ASKED[name]}"), name)
    globals()[name] = value
    return value
