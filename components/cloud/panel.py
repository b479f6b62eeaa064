"""Shows the cloud on a page: its settings, the picture, downloads and the table."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import partial
from typing import Any, get_args

import streamlit as st

from components import ui
from components.cloud import to_png, to_svg
from components.cloud.cloud import (
    Cloud,
    CloudSettings,
    CloudWord,
    ColourBy,
    Rotate,
    Size,
    Typeface,
)
from components.cloud.describe import alt, caption, missing_note, omissions
from components.cloud.export import to_table
from components.cloud.figure import figure
from components.cloud.picture import colour_of
from components.i18n import t
from components.theme import SIGNS

_MOST_WORDS = 160
_BAR = "▍"  # before a part of speech, which has no sign of its own


def ask_settings(*, key: str) -> CloudSettings:
    """Ask how the cloud should look; a phone starts with the upright canvas."""
    phone = ui.on_phone()
    size: Size = _choice("size", get_args(Size), key=key, first="tall" if phone else "wide")
    max_words = ui.bind_value(
        st.slider,
        t("cloud.max_words"), 10, _MOST_WORDS, 40 if phone else 80, 10,
        key=f"{key}_n",
    )  # fmt: skip
    colour_by: ColourBy = _choice("colour_by", get_args(ColourBy), key=key)
    with st.expander(t("cloud.more"), icon=":material/tune:"):
        rotate: Rotate = _choice("rotate", get_args(Rotate), key=key)
        typeface: Typeface = _choice("typeface", get_args(Typeface), key=key)
        seed = ui.bind_value(
            st.number_input, t("cloud.seed"), 1, 99, 1, key=f"{key}_seed",
            help=t("cloud.seed_help"),
        )  # fmt: skip
    return CloudSettings(
        size=size,
        max_words=min(max(1, int(max_words)), _MOST_WORDS),
        colour_by=colour_by,
        rotate=rotate,
        typeface=typeface,
        seed=int(seed),
    )


def show(
    cloud: Cloud, *, key: str, on_pick: Callable[[str], None], picked: Collection[str] = ()
) -> None:
    """Show a cloud.

    Args:
        cloud: what to show.
        key: names the widgets.
        on_pick: hears the norm of the word clicked.
        picked: the norms of the words to bring out.
    """
    if not cloud.words:
        _tell_of_nothing(cloud)
        return
    to_click, to_keep, as_table = st.tabs(
        [t("cloud.tab_click"), t("cloud.tab_keep"), t("cloud.tab_table")],
        key=f"{key}_tab",
        on_change="rerun",
    )
    if to_click.open:
        with to_click, ui.guard_block("cloud to click"):
            _show_chart(cloud, key, on_pick, picked)
    if to_keep.open:
        with to_keep, ui.guard_block("cloud to keep"):
            _offer_pictures(cloud, key=key)
            show_legend(cloud.words)
    if as_table.open:
        with as_table, ui.guard_block("table of the cloud"):
            _show_table(cloud, key, on_pick)
    _show_captions(cloud)


def show_glimpse(
    cloud: Cloud, *, key: str, on_pick: Callable[[str], None], picked: Collection[str] = ()
) -> None:
    """Draw the cloud and its caption alone; arguments as those of `show`."""
    if not cloud.words:
        _tell_of_nothing(cloud)
        return
    _show_chart(cloud, key, on_pick, picked)
    _show_captions(cloud)


def _show_chart(
    cloud: Cloud, key: str, on_pick: Callable[[str], None], picked: Collection[str]
) -> None:
    ui.show_chart(
        partial(figure, cloud, picked=picked),
        key=f"{key}_chart", alt=alt(cloud), note=partial(caption, cloud),
        table=partial(to_table, cloud), on_pick=on_pick,
    )  # fmt: skip
    show_legend(cloud.words)


def _tell_of_nothing(cloud: Cloud) -> None:
    """Say why there is no cloud: there are no words, or none that it could hold."""
    st.info(omissions(cloud) or t("cloud.nothing"))


def _choice(name: str, options: tuple[Any, ...], *, key: str, first: Any = None) -> Any:
    return ui.bind_choice(
        st.segmented_control,
        t(f"cloud.{name}"),
        options,
        key=f"{key}_{name}",
        default=first or options[0],
        name_of=lambda option: t(f"cloud.{name}_{option}"),
        required=True,
        width="stretch",
    )


def _offer_pictures(cloud: Cloud, *, key: str) -> None:
    mode = ui.mode()
    png = to_png(cloud, mode=mode)
    with st.container(horizontal_alignment="center"):
        st.image(png, width=cloud.width, output_format="PNG", alt=alt(cloud))
    with st.container(horizontal=True):
        ui.download(t("cloud.png"), png, name="cloud.png", mime="image/png", key=f"{key}_png")
        ui.download(
            t("cloud.png_clear"),
            to_png(cloud, mode=mode, background="none"),
            name="cloud-transparent.png",
            mime="image/png",
            key=f"{key}_clear",
        )
        ui.download(
            t("cloud.svg"),
            to_svg(cloud, mode=mode, title=alt(cloud)),
            name="cloud.svg",
            mime="image/svg+xml",
            key=f"{key}_svg",
        )


def _show_table(cloud: Cloud, key: str, on_pick: Callable[[str], None]) -> None:
    table = to_table(cloud)
    frame = ui.frame_of(table, titled=True)
    ui.show_rows(
        frame,
        key=f"{key}_table",
        marks=[word.norm for word in cloud.words],
        on_pick=on_pick,
        height=cloud.height,
        alt=table.title,
    )
    ui.download(
        t("cloud.csv"), ui.to_csv(frame), name="cloud.csv", mime="text/csv", key=f"{key}_csv"
    )


def show_legend(words: Iterable[CloudWord]) -> None:
    """Name the colours in use. Only our own words go into this HTML."""
    mode = ui.mode()
    used = sorted(dict.fromkeys(word.colour for word in words), key="other".__eq__)
    marks = "".join(
        f'<span style="color:{colour_of(key, mode=mode)};white-space:nowrap;margin-right:1.1em">'
        f"{_sign(key)}{t(f'cloud.colour_{key}')}</span>"
        for key in used
    )
    st.html(f'<div style="font-size:.875rem;line-height:1.9;text-align:center">{marks}</div>')


def _sign(key: str) -> str:
    # The bar brings its own blank to the right.
    return f"{SIGNS[key]} " if key in SIGNS else _BAR


def _show_captions(cloud: Cloud) -> None:
    st.caption(caption(cloud))
    if note := missing_note(cloud):
        st.caption(note)
        st.text(" ".join(cloud.missing[:40]))
