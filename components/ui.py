"""Gives all panels the same widgets: clickable charts, answers in the address, downloads."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from components.cells import disarm_cell
from components.i18n import t
from components.table import Table
from components.theme import ColourMode

T = TypeVar("T")

# The bar over a chart covers what it explains; zooming by wheel steals the page's scrolling.
_CHART_CONFIG = {"displayModeBar": False, "scrollZoom": False, "locale": "en"}


def mode() -> ColourMode:
    """Return the appearance the reader's browser shows."""
    return "dark" if st.context.theme.type == "dark" else "light"


def show_chart(
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


def bind_value(widget: Callable[..., T], label: str, *args: Any, key: str, **more: Any) -> T:
    """Ask for a number, a text or a yes, and keep the answer in the address.

    Args:
        widget: `st.slider`, `st.toggle`, `st.text_input` and the like.
        label: what is asked.
        *args: further arguments of the widget.
        key: names the widget and the parameter.
        **more: further arguments of the widget.
    """
    return widget(label, *args, key=key, bind="query-params", **more)


def read_bound(key: str, parse: Callable[[str], T | None], otherwise: T) -> T:
    """Return the answer of a bound widget on a page that does not show it.

    The widget knows best; where this session has not drawn it, the address is asked.

    Args:
        key: names the widget and the parameter.
        parse: reads the parameter; None for one that makes no sense.
        otherwise: the answer where neither knows one.
    """
    known: T | None = st.session_state.get(key)
    if known is None:
        known = parse(st.query_params.get(key, ""))
    return otherwise if known is None else known


def bind_choice(
    widget: Callable[..., Any],
    label: str,
    options: Sequence[str],
    *,
    key: str,
    default: str | tuple[str, ...],
    name_of: Callable[[str], str],
    **more: Any,
) -> Any:
    """Ask for one or several of some options, and keep the choice in the address.

    Streamlit's own binding writes the label that is shown, which another language does not
    know; here the address holds the option itself.

    Args:
        widget: `st.segmented_control`, `st.pills` or `st.selectbox`.
        label: what is asked.
        options: codes that may stand in an address; anything else there is ignored.
        key: names the widget and the parameter.
        default: the option, or a tuple of options, that the address leaves out.
        name_of: how an option is called in the language in use.
        **more: further arguments of the widget.

    Returns:
        An option, or a tuple of options where `default` is one.
    """
    asked, page = st.query_params.get(key), st.context.url
    first = (None if key in st.session_state else "", page)
    known = st.session_state.get(f"{key} known", first)
    # An address is followed when it says something new: on arrival, and when the reader goes
    # back on the same page. Another page of ours brings no parameters and changes no choice.
    followed = asked != known[0] and (asked is not None or page == known[1])
    if followed:
        st.session_state[key] = _from_address(asked, options, default)
    chosen = widget(label, options, key=key, format_func=name_of, persist_state="session", **more)
    value = tuple(chosen) if isinstance(default, tuple) else chosen or default
    code = None if value == default else ",".join(value) if isinstance(value, tuple) else value
    if code is None:
        st.query_params.pop(key, None)
    elif asked != code or followed:  # a link to the same page leaves the browser's own as it was
        st.query_params[key] = code
    st.session_state[f"{key} known"] = (code, page)
    return value


def _from_address(asked: str | None, options: Sequence[str], default: Any) -> Any:
    if asked is None:
        return list(default) if isinstance(default, tuple) else default
    if isinstance(default, tuple):
        return [option for option in options if option in asked.split(",")]
    return asked if asked in options else default


# The one place with CSS. Streamlit's uploader speaks English alone: its words are put out of
# sight and ours set in their place, and why it marks a file red is told without pointing at it.
# Its hint to press Enter lies over what is typed in a narrow field: it goes.
_UPLOADER = """<style>
[data-testid="stFileUploaderDropzone"] button p,
[data-testid="stFileUploaderDropzoneInstructions"] span { font-size: 0; }
[data-testid="stFileUploaderDropzone"] button p::after { content: BROWSE; font-size: 1rem; }
[data-testid="stFileUploaderDropzoneInstructions"] span::after {
  content: HINT; font-size: .875rem; }
[data-testid="stFileUploader"]:has([aria-invalid="true"])::after {
  content: REFUSED; font-size: .875rem; }
[data-testid="InputInstructions"] { display: none; }
</style>"""


def translate_uploaders() -> None:
    """Let every file uploader of the page speak the language in use."""
    words = {
        "BROWSE": t("ui.browse"), "HINT": t("ui.drop_here"), "REFUSED": t("ui.not_taken"),
    }  # fmt: skip
    css = _UPLOADER
    for name, text in words.items():
        css = css.replace(name, json.dumps(text, ensure_ascii=False))
    st.html(css)


# Streamlit's own CSV writes cells that begin like a formula as they are; ours does not. It names
# the button in English whatever the language.
_TABLES = """<style>
[data-testid="stElementToolbarButton"]:has(button[aria-label^="Download as CSV"]) {
  display: none; }
</style>"""


def hide_live_csv() -> None:
    """Take away the button by which Streamlit's tables are saved with live formulas."""
    st.html(_TABLES)


# An address is there to be copied: the button does not wait to be pointed at.
_COPY = """<style>
[role="dialog"] [data-testid="stCode"] > div:last-child { opacity: 1; visibility: visible; }
[role="dialog"] [data-testid="stCode"] pre { padding-right: 3.25rem; }
</style>"""


def show_copy_buttons() -> None:
    """Let the button that copies a text be seen wherever a dialog shows one."""
    st.html(_COPY)


_CARD_HEIGHT = 140  # pixels: a label of two lines, a number and a note


@dataclass(frozen=True, slots=True)
class Card:
    """One number with what it is called and what it means; `note` is what it is compared to."""

    label: str
    value: str
    help: str
    note: str = ""


def show_cards(row: Iterable[Card]) -> None:
    """Show numbers as cards: at most four in a row on a screen, two on a phone."""
    with st.container(horizontal=True):
        for card in row:
            st.metric(
                card.label,
                card.value,
                delta=card.note or None,
                delta_color="off",
                delta_arrow="off",
                help=card.help,
                border=True,
                width="stretch",
                height=_CARD_HEIGHT,
            )


def find_new_clicks(picks: Mapping[Any, T | None], *, key: str) -> list[T]:
    """Return what was clicked since the last run: charts and rows keep what was selected.

    Args:
        picks: what each of them holds now, by a name that stays.
        key: names them together.
    """
    before = st.session_state.get(f"{key}_seen", {})
    st.session_state[f"{key}_seen"] = dict(picks)
    return [now for name, now in picks.items() if now is not None and now != before.get(name)]


def choose_newest(picks: Sequence[object], *, shown: Collection[str], key: str) -> str | None:
    """Let the newest click, in a chart or a table, be the choice, as long as it is shown.

    Args:
        picks: what each of them holds now, always in the same order.
        shown: what can be chosen.
        key: names the choice; it stays through reruns that bring no new click.
    """
    pick = f"{key}_pick"
    for click in find_new_clicks(dict(enumerate(picks)), key=key):
        if str(click) in shown:
            st.session_state[pick] = str(click)
    chosen = st.session_state.get(pick)
    return chosen if chosen in shown else None


def frame_of(table: Table, *, titled: bool = False, signed: Collection[str] = ()) -> pd.DataFrame:
    """Return a table for `st.dataframe`, numbers as numbers.

    Args:
        table: what to show.
        titled: head the columns with their titles instead of their names.
        signed: columns of names that are shown behind the signs of their kinds.
    """
    return pd.DataFrame(
        {
            column.title if titled else column.name: [
                f"{row[i].sign} {row[i].content}" if column.name in signed else row[i].content
                for row in table.rows
            ]
            for i, column in enumerate(table.columns)
        }
    )


def on_phone() -> bool:
    """Tell whether the reader's browser says that it is a phone's."""
    return "Mobi" in (st.context.headers.get("User-Agent") or "")


def to_csv(frame: pd.DataFrame) -> bytes:
    """Write a table as CSV that Excel opens as UTF-8 and in which no cell is a formula."""
    text: str = frame.map(disarm_cell).to_csv(index=False)
    return text.encode("utf-8-sig")


def download(
    label: str, data: bytes | str | Callable[[], bytes], *, name: str, mime: str, key: str
) -> None:
    """Offer a file, made at the click where that takes long; a click does not rerun the page."""
    st.download_button(
        label,
        data,
        file_name=name,
        mime=mime,
        key=key,
        on_click="ignore",
        icon=":material/download:",
    )


_ADDRESS = re.compile(r"(?i)(?<=http)(?=s?:)|(?<=www)(?=\.)|(?=@)")


def format_moment(published: str | None) -> str:
    """Return a day, or a day with its time to the minute, as people read it; "" for none."""
    return (published or "").replace("T", " ")[:16]


def escape_markdown(text: str) -> str:
    """Keep Markdown in what a reader or an article wrote from being read as such.

    Addresses become links even where every sign is escaped; a word joiner, which nobody sees,
    keeps them text.
    """
    text = _ADDRESS.sub("\u2060", text)
    return "".join("\\" + c if c in r"\`*_{}[]()#+-!|<>~$:" else c for c in text)
