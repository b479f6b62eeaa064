"""What the panels share: the mode in use, a chart that can be clicked, tables to take home."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from components.i18n import t
from components.theme import Mode

# The bar over a chart covers what it explains; zooming by wheel steals the page's scrolling.
_CHART_CONFIG = {"displayModeBar": False, "scrollZoom": False, "locale": "en"}
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def mode() -> Mode:
    """Return the appearance the reader's browser shows."""
    return "dark" if st.context.theme.type == "dark" else "light"


def chart(
    figure: Mapping[str, Any], *, key: str, alt: str, config: dict[str, Any] | None = None
) -> Any | None:
    """Draw a figure; return the `customdata` of the mark the reader clicked, if any.

    Args:
        figure: a plotly figure as a dict or `go.Figure`; its height stays as given.
        key: names the chart, so that its state survives a rerun.
        alt: one sentence that says what the chart shows.
        config: plotly's settings, where a chart wants others.
    """
    event = st.plotly_chart(
        figure,
        key=key,
        alt=alt,
        theme=None,
        on_select="rerun",
        selection_mode="points",
        config=_CHART_CONFIG | (config or {}),
    )
    points = event["selection"]["points"]
    picked = next((p["customdata"] for p in points if p.get("customdata") is not None), None)
    return picked[0] if isinstance(picked, list) and len(picked) == 1 else picked


def safe_cell(value: object) -> object:
    """Keep a spreadsheet from running text that begins like a formula."""
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return "'" + value
    return value


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """Write a table as CSV that Excel opens as UTF-8 and in which no cell is a formula."""
    text: str = frame.map(safe_cell).to_csv(index=False)
    return text.encode("utf-8-sig")


def download(label: str, data: bytes | str, *, name: str, mime: str, key: str) -> None:
    """Offer a file; a click does not rerun the page."""
    st.download_button(
        label,
        data,
        file_name=name,
        mime=mime,
        key=key,
        on_click="ignore",
        icon=":material/download:",
    )


def copies_label(copies: str) -> str:
    """Say in a caption whether repeated stretches were counted."""
    return t("copies.caption_unique") if copies == "unique" else t("copies.caption_all")
