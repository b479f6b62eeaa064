"""Lets each part of a page fail by itself, with a sentence in its place.

Streamlit ends a page at the first error: all that would stand below is missing, and the reader
cannot even change the choice that led there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from components.cloud import FontMissingError
from components.i18n import t
from dashboard import logs


@contextmanager
def guard_block(name: str) -> Iterator[None]:
    """Keep a failure inside the block from ending the page; also a decorator.

    Args:
        name: of the part, a constant for the log.
    """
    try:
        yield
    except FontMissingError:
        st.error(t("cloud.font_missing"))
    except Exception as error:
        code = logs.report(error, where=f"a part of a page: {name}")
        st.error(t("frame.part_failed", code=code))
