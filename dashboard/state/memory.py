"""Remembers, typed and in one place, what a browser session holds beside its widgets.

What an address holds (keys of a workspace and of a share, filters) and the choices of widgets
stay in `st.session_state` under their own names; all else is a field here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

import streamlit as st

from components.difference import NetworkDifference
from components.lexicon import Lexicon
from components.network import Arrangement, NetworkSettings
from components.text import Span
from dashboard.jobs.queue import Job
from dashboard.library.actors import Actor, new_token
from dashboard.library.articles import Edits
from dashboard.library.errors import QuotaExceededError
from dashboard.library.filters import EVERYTHING, Filter
from dashboard.library.import_report import ImportOutcome
from dashboard.library.workspaces import WorkspaceInfo
from dashboard.pipeline import Asked
from dashboard.sharing.links import ShareInfo
from dashboard.sharing.snapshot import Opened
from dashboard.state.history import ArrangementHistory, History, LexiconChange

Look = Literal["own", "report", "newsroom"]
KEY = "memory"


@dataclass(frozen=True, slots=True)
class LexiconInUse:
    """The reader's own words as they were read from the library.

    Attributes:
        workspace_id, workspace_version: whose, and how new they are.
        saved_version: which version of the words it is.
    """

    workspace_id: str
    workspace_version: int
    saved_version: int
    lexicon: Lexicon


@dataclass(frozen=True, slots=True)
class FlashMessage:
    """A sentence for the next view.

    Attributes:
        key: of the sentence.
        back: articles that went into the bin; the reader may take them out again.
        wrong: it is an error.
        values: fill the sentence.
    """

    key: str
    back: tuple[str, ...]
    wrong: bool
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class CorrectionNotice:
    """What the foot of a page says of the last correction, on the page where it was made."""

    how: Literal["did", "undo", "redo"]
    step: LexiconChange
    page: str


@dataclass(slots=True)
class Memory:
    """What one browser session remembers.

    Attributes:
        name: of this session, random.
        workspace, workspace_actor: the workspace in use, and who opened it.
        entered: it was looked for, and what was found still holds.
        offered_key: one that came with the address and that the reader has not taken on.
        key_notice: whether the reader was told that the address is a key now.
        key_was_old: the key in the address opened nothing any more.
        account_news: what became of signing in or adopting, to be told once.
        share, shared_analysis: the link that a guest came by, and what it opened.
        look: whose articles the reader looks at, where they chose.
        lexicon: the reader's own words.
        history, correction_notice, correction_is_new: what was corrected, and how it is told.
        corrected_elsewhere, correction_refused: why a correction was not kept, told once.
        ended_analysis: what an analysis was asked for, and its job where that gave no result.
        import_outcome: what became of files that were read at once.
        asked_jobs, told_jobs: jobs that read files: those that were asked for here, and those
            whose report was shown.
        understood_draft: by article, what the reader filled in and has not confirmed yet.
        flash_message: what was done last on the library page, told once.
        list_changes: how often ticked rows were changed; their keys change with it.
        new_share: the token of a link just made, shown until the dialog is opened anew.
        drawn_network: what the page draws, so that a link opens the same picture.
        asked: what was measured and compared last, so that a report has the same.
        lines_of: the workspace whose own lines around charts are among these.
        arrangement, arranged: how the picture of the network is arranged by hand, and the steps.
        arrangement_told: what the address of which page was last made to say of it.
        compared: the two sides of the network that its page compares, if it does.
        shown_period: the period of which the picture of the network shows the links.
        offered: when each download was offered, and its ticket.
        put_off: questions about names that wait for later, each with the number of corrections
            made before it.
        pick, pick_told: what is picked, as an address writes it; what the address of which page
            was last made to say.
        pins, pins_told: the period and the outlet that all pages are narrowed to, likewise.
        opened_place: the place among its sentences that is read in the full text.
    """

    name: str = field(default_factory=new_token)
    workspace: WorkspaceInfo | None = None
    workspace_actor: Actor | None = None
    entered: bool = False
    offered_key: str | None = None
    key_notice: Literal["none", "new", "told"] = "none"
    key_was_old: bool = False
    account_news: str | None = None
    share: ShareInfo | None = None
    shared_analysis: Opened | None = None
    look: Look | None = None
    lexicon: LexiconInUse | None = None
    history: History = field(default_factory=History)
    correction_notice: CorrectionNotice | None = None
    correction_is_new: bool = False
    corrected_elsewhere: bool = False
    correction_refused: QuotaExceededError | None = None
    ended_analysis: tuple[object, Job] | None = None
    import_outcome: ImportOutcome | None = None
    asked_jobs: set[str] = field(default_factory=set)
    told_jobs: set[str] = field(default_factory=set)
    understood_draft: dict[str, Edits] = field(default_factory=dict)
    flash_message: FlashMessage | None = None
    list_changes: int = 0
    new_share: tuple[str, ShareInfo] | None = None
    drawn_network: NetworkSettings | None = None
    asked: Asked = field(default_factory=Asked)
    lines_of: str = ""
    arrangement: Arrangement = field(default_factory=Arrangement)
    arranged: ArrangementHistory = field(default_factory=ArrangementHistory)
    arrangement_told: tuple[tuple[str, str, str], str] = (("", "", ""), "")
    compared: NetworkDifference | None = None
    shown_period: str = ""
    offered: dict[object, tuple[datetime, str]] = field(default_factory=dict)
    put_off: tuple[tuple[str, int], ...] = ()
    pick: str = ""
    pick_told: tuple[str, str] = ("", "")
    pins: Filter = EVERYTHING
    pins_told: tuple[tuple[str, str], str] = (("", ""), "")
    opened_place: Span | None = None


def memory() -> Memory:
    """Return what this browser session remembers."""
    if KEY not in st.session_state:
        st.session_state[KEY] = Memory()
    own: Memory = st.session_state[KEY]
    return own
