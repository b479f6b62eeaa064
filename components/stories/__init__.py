"""Stories: how text travels from article to article, and who had it first in this corpus."""

from components.stories.analysis import leave_out_wire, trace
from components.stories.story import (
    KINDS,
    STATES,
    SentenceState,
    Stories,
    Story,
    StoryArticle,
    StoryKind,
    StorySentence,
    StorySettings,
)

__all__ = [
    "KINDS",
    "STATES",
    "SentenceState",
    "Stories",
    "Story",
    "StoryArticle",
    "StoryKind",
    "StorySentence",
    "StorySettings",
    "leave_out_wire",
    "trace",
]
