"""The result folder that this session looks at: one that was opened here, or at the start."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard.results.folder import ResultFolder, ResultFolderError, open_result
from dashboard.settings import settings

_KEY = "result_folder"


@st.cache_resource(max_entries=4, show_spinner=False)
def _opened(folder: str, made: int) -> ResultFolder:
    return open_result(Path(folder))


def is_open() -> bool:
    """Tell whether there is a result to look at."""
    return bool(_folder())


def may_open() -> bool:
    """Tell whether this reader may name folders: on their own machine alone."""
    return settings().mode == "local"


def choose(folder: str) -> None:
    """Look at a folder from now on; "" closes it.

    Raises:
        ResultFolderError: it is no result, or not whole.
    """
    if folder and may_open():
        open_result(Path(folder).expanduser())
        st.session_state[_KEY] = str(Path(folder).expanduser())
    elif not folder:
        st.session_state[_KEY] = ""


def current() -> ResultFolder:
    """Return the result of this session.

    Raises:
        ResultFolderError: it is gone, or was made anew and is not whole.
    """
    folder = Path(_folder())
    try:
        made = (folder / "result.json").stat().st_mtime_ns
    except OSError as error:
        raise ResultFolderError("missing") from error
    return _opened(str(folder), made)


def name_of_folder() -> str:
    """Return the last part of the folder's path: the rest is nobody's business."""
    return Path(_folder()).name


def _folder() -> str:
    chosen = st.session_state.get(_KEY)
    return settings().result if chosen is None else str(chosen)
