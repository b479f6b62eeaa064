"""Flash messages of the library page: what was done last, with an undo button."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from components import ui
from components.i18n import number, t
from dashboard.library import articles
from dashboard.library.errors import (
    InvalidValueError,
    LibraryError,
    NameTakenError,
    NotFoundError,
    QuotaExceededError,
)
from dashboard.state import workspace
from dashboard.state.memory import FlashMessage, memory


def add(key: str, *, back: tuple[str, ...] = (), wrong: bool = False, **values: str) -> None:
    """Remember a sentence for the next view.

    Args:
        key: of the sentence.
        back: articles that went into the bin; the reader may take them out again.
        wrong: it is an error.
        **values: fill the sentence; escaped where it is shown.
    """
    memory().flash_message = FlashMessage(key, back, wrong, values)


def show() -> None:
    """Show the sentence, once."""
    message, memory().flash_message = memory().flash_message, None
    if message is None:
        return
    sentence = t(
        message.key, **{name: ui.escape_markdown(value) for name, value in message.values.items()}
    )
    if message.wrong:
        st.error(sentence)
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.success(sentence, icon=":material/check:")
        if message.back:
            st.button(
                t("library.undo"), key="said_back", on_click=_take_back, args=(message.back,),
                icon=":material/undo:",
            )  # fmt: skip


def attempt(change: Callable[[], None]) -> bool:
    """Change the library; say what is wrong if it refuses.

    Returns:
        True where it was done.
    """
    try:
        change()
    except InvalidValueError as error:
        add(f"library.wrong_{error.field}", wrong=True)
    except NameTakenError:
        add("library.name_taken", wrong=True)
    except NotFoundError:
        add("library.gone", wrong=True)
    except QuotaExceededError as error:
        add_quota(error)
    except LibraryError:
        add("library.not_done", wrong=True)
    else:
        return True
    return False


def add_quota(error: QuotaExceededError) -> None:
    """Remember for the next view that the workspace is full."""
    add(f"library.full_{error.what}", wrong=True, limit=_limit(error.what, error.limit))


def quota_sentence(what: str, limit: int) -> str:
    """Say which quota is used up."""
    return t(f"library.full_{what}", limit=_limit(what, limit))


def _limit(what: str, limit: int) -> str:
    """Write the limit of a quota as people count it: megabytes, articles."""
    return number(limit // 2**20 if what in ("bytes", "total") else limit)


def _take_back(ids: tuple[str, ...]) -> None:
    if attempt(lambda: _restore(ids)):
        add("library.restored", n=number(len(ids)))


def _restore(ids: tuple[str, ...]) -> None:
    articles.restore(workspace.current(), ids)
