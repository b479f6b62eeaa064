"""Builds the navigation: which pages there are, and what surrounds all of them."""

import gc

import streamlit as st

from components import failures, ui
from components.i18n import t
from dashboard import sample_cache
from dashboard.jobs import worker
from dashboard.pipeline import glimpse_cloud
from dashboard.screens import corrections, layout, shared_view
from dashboard.state import pick, pins, samples, session, shared, workspace
from dashboard.state.pages import RESULT, page_path


@st.cache_resource(show_spinner=False)  # its own speaks English, in a font of its own
def warm_up() -> bool:
    """Make what a first visitor sees, or fetch it; what is there then is never collected again."""
    try:
        sample = session.sample_analysis()
        sample.make_all()
        glimpse_cloud(sample)
        sample_cache.drop_others()
    except Exception as error:  # pages say what of it they cannot show
        failures.report(error, where="the warm-up")
    gc.collect()
    gc.freeze()
    return True


st.set_page_config(page_title="文脈 Wenmai", page_icon="🪢", layout="wide")
session.use_language()
with st.spinner(t("samples.opening")):
    warm_up()
worker.ensure_workers_later()
ui.hide_live_csv()
ui.bench_styles()
ui.offer_beside_charts(None)  # each page says what its own charts offer
layout.show_wordmark()
came = shared.enter()
opened = workspace.enter() if came == "own" else "none"
if came == "own":
    samples.enter()
first, *_ = layout.list_pages()
pages = [
    st.Page(
        page_path(name),
        title=t(f"page.{name}_nav"),
        icon=layout.ICONS[name],
        url_path=name,
        default=name == first,
        help=t(f"page.{name}_question"),
    )
    for name in layout.list_pages()
]
pick.follow_address()
pins.follow_address()
shut = "asks" in (came, opened) or came == "gone" or (shared.is_here() and shared.is_embedded())
page = st.navigation(pages, position="hidden" if shut else "sidebar")
st.set_page_config(page_title=f"{page.title} · 文脈 Wenmai")
if came == "gone":
    shared_view.show_gone()
elif came == "asks":
    if view := shared_view.ask_passphrase():
        layout.go_to(view)
elif came == "open":
    if not shared.is_embedded():
        with ui.guard_block("sidebar"):
            shared_view.show_sidebar()
    with ui.guard_block("banner"):
        shared_view.show_banner()
    page.run()
elif opened == "unknown":
    layout.show_unknown_workspace()
elif opened == "asks":
    layout.ask_about_workspace()
else:
    if samples.current_sample() != "own":  # made once a process; the first who looks waits for it
        with st.spinner(t("samples.opening")), ui.guard_block("sample"):
            session.current().make_all()
    if page is pages[0] and first == RESULT:
        layout.show_sidebar_of_result()
    else:
        layout.show_sidebar()
    with ui.guard_block("news"):
        corrections.show_news()
    page.run()
