"""Pages as a guest sees them: what was shared, nothing made anew, nothing to change."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from components import cloud, duplicates, entities, network, ui, words
from components.difference import DifferenceSettings, compare_sides
from components.difference.describe import finding
from components.lexicon import Lexicon
from components.reading import Source, read
from components.text import ArticleGroup, Corpus, Grouping
from dashboard.cache import call_cached
from dashboard.library import connection, workspaces
from dashboard.library.access import Workspace
from dashboard.library.actors import LOCAL, NOBODY
from dashboard.library.errors import NotFoundError
from dashboard.pipeline import Analysis, Choices
from dashboard.report.redacted_text import FILLER
from dashboard.screens import share_dialog
from dashboard.sharing import links
from dashboard.sharing.downloads import tickets
from dashboard.sharing.links import CreatedShare, ShareInfo
from dashboard.sharing.snapshot import Texts, View, take_snapshot
from dashboard.state import shared
from dashboard.state.pages import PAGES
from dashboard.state.session import sample_analysis

ROOT = Path(__file__).parents[2]
SHOWN = tuple(page for page in PAGES if page not in ("library", "statistics"))
TITLE = "<script>x</script> [壞](http://a.b) $\\href{http://a.b}{壞}$ =SUM(A1) **粗**"
Share = Callable[..., CreatedShare]


pytestmark = pytest.mark.usefixtures("chinese")


@pytest.fixture(scope="module")
def made(sample: Corpus) -> Analysis:
    """The sample, with two words of the sender's own."""
    own = Choices(lexicon=Lexicon(words=("前途談判",), stop_words=("高峰會",)))
    analysis = Analysis(sample, own, call=call_cached)
    analysis.make_all()
    return analysis


@pytest.fixture(scope="module")
def large() -> Analysis:
    """Articles that hold far more than their evidence."""
    filling = "天地玄黃宇宙洪荒日月盈昃辰宿列張寒來暑往秋收冬藏閏餘成歲律呂調陽"
    names = ("潘基文", "拉夫羅夫", "歐巴馬")
    sources = [
        Source(
            f"機密檔名{k}.txt",
            (
                f"報導{k}\n{names[k % 3]}在科索夫同意第{k}個方案。"
                + "".join(
                    f"{filling[(k * 7 + j) % 30]}{filling[(k + 3 * j) % 30]}說密語{k}之{j}。"
                    for j in range(9)
                )
            ).encode(),
        )
        for k in range(80)
    ]
    return Analysis(read(sources), Choices(copies="all"), call=call_cached)


@pytest.fixture
def share(made: Analysis) -> Share:
    """A verb that shares the sample, or another analysis."""

    def create(
        analysis: Analysis = made,
        *,
        texts: Texts = "evidence",
        view: View | None = None,
        title: str = "",
        **more: Any,
    ) -> CreatedShare:
        snapshot = take_snapshot(analysis, texts=texts, view=view, title=title)
        return links.create(desk(), snapshot, **more)

    return create


def visit(token: str, page: str = "overview", **query: str) -> AppTest:
    """Open a page as whoever followed the link."""
    app = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=180)
    app.query_params["share"] = token
    app.query_params["lang"] = "zh_Hant"
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    if page != "overview":
        app.switch_page(f"app_pages/{page}.py").run()
        assert not app.exception
    return app


def told(app: AppTest) -> str:
    """Return all that a page says, charts and tables included."""
    parts = [str(getattr(element, "value", "")) for kind in
             ("markdown", "caption", "title", "header", "subheader", "info", "warning", "text",
              "error")
             for element in app.get(kind)]  # fmt: skip
    parts += [element.proto.body for element in app.get("html")]
    parts += [element.proto.spec for element in app.get("plotly_chart")]
    parts += [frame.value.to_csv() for frame in app.dataframe]
    return "\n".join(parts)


def charts(app: AppTest) -> list[Any]:
    """Return what is drawn on a page."""
    return [json.loads(element.proto.spec)["data"] for element in app.get("plotly_chart")]


def metrics(app: AppTest) -> list[tuple[str, str]]:
    """Return the cards of a page."""
    return [(metric.label, metric.value) for metric in app.metric]


def forbid(monkeypatch: pytest.MonkeyPatch, *, places: bool = True) -> None:
    """Let everything that cuts, finds, compares, links or, with `places`, lays out fail."""
    verbs: dict[Any, tuple[str, ...]] = {
        duplicates: ("find", "unique", "regroup"),
        words: ("cut", "count", "lock", "propose"),
        entities: ("find", "correct"),
        network: ("cooccur", "layout") if places else ("cooccur",),
        cloud: ("lay_out",),
    }

    def never(*_: Any, **__: Any) -> None:
        raise AssertionError("an analysis was made")

    for room, names in verbs.items():
        for name in names:
            wrapped = getattr(room, name)
            # Kept answers are found by the verb itself, so its name must stay what it was.
            failing = _named_like(wrapped, never)
            monkeypatch.setattr(room, name, failing)


def _named_like(verb: Any, never: Callable[..., None]) -> Any:
    def failing(*args: Any, **kwargs: Any) -> None:
        never(*args, **kwargs)

    failing.__module__, failing.__qualname__ = verb.__module__, f"never {verb.__qualname__}"
    return failing


@pytest.mark.parametrize("texts", ["evidence", "all"])
def test_shared_pages_open_without_making_anything(share: Share, texts: Texts) -> None:
    link = share(texts=texts)
    AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=180).run()  # warm
    for page in SHOWN:
        with pytest.MonkeyPatch.context() as patch:
            forbid(patch, places=page != "quotations")  # thirty speakers are placed at once
            app = visit(link.token, page)
        assert app.title, page
        assert not app.error, page


def test_shared_pages_show_the_senders_numbers_and_pictures(share: Share) -> None:
    own = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=180)
    own.query_params["lang"] = "zh_Hant"
    own.run()
    link = share(sample_analysis())
    for page in SHOWN:
        if page != "overview":
            own.switch_page(f"app_pages/{page}.py").run()
        guest = visit(link.token, page)
        assert charts(guest) == charts(own), page
        assert metrics(guest) == metrics(own), page
        tables = [frame.value.to_csv() for frame in guest.dataframe]
        assert tables == [frame.value.to_csv() for frame in own.dataframe], page


def test_shared_pages_have_nothing_to_change(share: Share) -> None:
    link = share(texts="all")
    for page in SHOWN:
        app = visit(link.token, page)
        labels = [button.label for button in app.button]
        assert not app.get("file_uploader"), page
        assert not [w for w in app.get("popover") if "更正" in str(w.proto)], page
        assert not {"加入文章", "分享", "復原", "更正"} & set(labels), page
        assert not [w for w in app.text_area if "own" in str(w.key)], page
        assert "copies" not in app.session_state, page


def test_shared_pages_leave_out_library_and_where_words_are_missing_statistics(
    share: Share, large: Analysis
) -> None:
    for texts, absent in (("all", {"library"}), ("evidence", {"library", "statistics"})):
        link = share(large, texts=texts)
        app = visit(link.token)
        for page in absent:
            with pytest.raises(ValueError, match=page):
                app.switch_page(f"app_pages/{page}.py")


def test_shared_pages_say_what_this_is(share: Share) -> None:
    link = share(title="十二份剪報")
    for page in SHOWN:
        said = told(visit(link.token, page))
        assert "十二份剪報" in said, page
        assert "只附證據句，其餘文字略去" in said, page
        assert "失效" in said, page


def test_shared_pages_write_a_title_as_text(share: Share) -> None:
    app = visit(share(title=TITLE).token)
    [banner] = [m.value for m in app.markdown if "SUM" in m.value]
    assert r"\<script\>" in banner
    assert "\\[壞\\]\\(http\u2060\\://a.b\\)" in banner  # no link, no address
    assert r"\$" in banner
    assert r"\*\*粗\*\*" in banner


def test_shared_pages_show_gaps_for_what_was_left_out(share: Share, large: Analysis) -> None:
    link = share(large)
    for page in SHOWN:
        said = told(visit(link.token, page))
        assert "機密檔名" not in said, page
        assert FILLER not in said, page
    reader = visit(link.token, "reader")
    reader.selectbox(key="article").set_value("80").run()
    assert "（略）" in told(reader)
    assert "密語79之8" not in told(reader)
    assert FILLER not in told(reader)


def test_shared_pages_open_the_sentences_behind_a_name(share: Share, large: Analysis) -> None:
    app = visit(share(large).token, "entities")
    app.query_params["pick"] = "n:LOC:科索夫"
    app.run()
    said = told(app)
    assert "「科索夫」出現" in " ".join(s.value for s in app.subheader)
    assert "同意第" in said
    assert "句沒有附上" in said


def test_shared_pages_show_the_sides_that_the_sender_compared(
    share: Share, large: Analysis, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [article.id for article in large.source.articles]
    groups = (ArticleGroup("我的甲", tuple(ids[:40])), ArticleGroup("我的乙", tuple(ids[40:])))
    found = compare_sides(
        large.drawn_network, large.index.sentences, Grouping("selection", groups),
        settings=DifferenceSettings("selection", "我的甲", "我的乙"),
    )  # fmt: skip
    token = share(replace(large, compared=found)).token
    forbid(monkeypatch)
    app = visit(token, "network", net_mode="sides", net_sides_by="selection")
    assert {"我的甲 · 40", "我的乙 · 40"} <= {o for box in app.selectbox for o in box.options}
    assert finding(found) in told(app)


def test_shared_pages_filter_without_the_sender(share: Share) -> None:
    app = visit(share().token, "entities")
    before = len(next(f.value for f in app.dataframe if "mentions" in f.value))
    app.slider(key="ent_min").set_value(4).run()
    assert not app.exception
    assert len(next(f.value for f in app.dataframe if "mentions" in f.value)) < before
    app.switch_page("app_pages/network.py").run()
    app.slider(key="net_min").set_value(3).run()
    assert not app.exception


def test_shared_pages_count_one_view_a_session(share: Share) -> None:
    link = share()
    app = visit(link.token)
    for page in ("words", "network", "overview"):
        app.switch_page(f"app_pages/{page}.py").run()
    visit(link.token)
    assert links.check(connection.get_store(), link.token).views == 2


def test_shared_pages_tell_unknown_expired_and_revoked_alike(share: Share) -> None:
    expired, revoked = share(lasts=timedelta(seconds=-1)), share()
    links.revoke(desk(), revoked.share.id)
    answers = []
    for token in ("x" * 32, "", expired.token, revoked.token):
        app = visit(token)
        answers.append((told(app), [b.label for b in app.button]))
    assert answers == [answers[0]] * 4
    assert "這個連結打不開" in answers[0][0]
    assert "726" not in answers[0][0]


def test_shared_pages_are_gone_at_the_next_click_after_a_link_is_taken_back(share: Share) -> None:
    link = share()
    app = visit(link.token)
    links.revoke(desk(), link.share.id)
    app.run()
    assert app.title[0].value == "這個連結打不開"
    assert "726" not in told(app)
    app.query_params.clear()
    app.run()
    assert app.title[0].value == "這個連結打不開"


def test_shared_pages_never_become_a_workspace(share: Share) -> None:
    app = visit(share().token)
    assert "home" not in app.session_state
    app.query_params.clear()
    app.run()
    assert "home" not in app.session_state
    assert app.query_params["share"]
    assert "只附證據句" in told(app)


def test_shared_pages_ask_for_the_passphrase_first(share: Share) -> None:
    link = share(passphrase="芝麻開門", view=View("network", (("net_min", "2"),)))
    app = visit(link.token)
    assert app.title[0].value == "請輸入通行密語"
    assert "726" not in told(app)
    app.text_input(key="share_typed").set_value("錯").run()
    [enter] = [b for b in app.button if b.label == "打開"]
    enter.click().run()
    assert "不是這個通行密語" in told(app)
    assert "726" not in told(app)
    app.text_input(key="share_typed").set_value("芝麻開門")
    next(b for b in app.button if b.label == "打開").click().run()
    assert app.title[0].value == "人地網絡"
    assert app.query_params["net_min"] in ("2", ["2"])
    assert "芝麻" not in str(app.query_params)
    assert "芝麻開門" not in told(app)
    assert app.slider(key="net_min").value == 2


def test_shared_pages_let_nobody_guess_for_ever(
    share: Share, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links, "TRIES", 3)
    monkeypatch.setattr(shared, "_address", lambda: "192.0.2.1")
    app = visit(share(passphrase="芝麻開門").token)
    told_each = []
    for typed in ("錯", "錯", "錯", "芝麻開門"):
        app.text_input(key="share_typed").set_value(typed)
        next(b for b in app.button if b.label == "打開").click().run()
        told_each.append(told(app))
    assert all("不是這個通行密語" in words for words in told_each[:3])
    assert "試錯太多次了" in told_each[3]


def test_shared_pages_keep_nothing_for_a_guest(share: Share) -> None:
    link = share()
    with pytest.raises(NotFoundError):
        links.extend(replace(desk(), actor=NOBODY), link.share.id)


def dialog(w: str = "a key that must not be shared") -> AppTest:
    """Open the dialog on the overview, as a page of its own."""

    def script() -> None:
        from components import i18n
        from dashboard.screens import share_dialog
        from dashboard.state import workspace

        i18n.use("zh_Hant")
        workspace.enter()
        share_dialog.show_content("overview")

    app = AppTest.from_function(script, default_timeout=180)
    app.query_params["lang"] = "zh_Hant"
    app.query_params["net_min"] = "2"
    if w:
        app.query_params["w"] = w
    return press(app)


def press(app: AppTest, key: str = "") -> AppTest:
    """Press a button by its key."""
    if key:
        app.button(key=key).click()
    app.run()
    assert not app.exception
    return app


def desk() -> Workspace:
    """Return this machine's workspace."""
    store = connection.get_store()
    return Workspace(store, LOCAL, workspaces.enter(store, LOCAL).id)


def own_links() -> tuple[ShareInfo, ...]:
    """Return the links of this machine's workspace."""
    return links.list_own(desk())


def test_share_dialog_makes_a_link_that_opens_this_view() -> None:
    app = dialog()
    assert "還沒有連結" in told(app)
    assert app.text_input(key="share_title").value.startswith("這份文字是同一篇")
    app.text_input(key="share_title").set_value(TITLE)
    press(app, "share_create")
    [mine] = own_links()
    assert (mine.title, mine.texts, mine.page, mine.asks) == (TITLE, "evidence", "overview", False)
    assert mine.query == (("lang", "zh_Hant"), ("net_min", "2"))
    assert mine.expires is not None
    assert timedelta(days=29) < mine.expires - mine.created < timedelta(days=31)
    address = next(c.value for c in app.code if "/s/" in c.value)
    token = address.rsplit("/", 1)[1]
    assert "SUM" in told(visit(token))
    [frame] = [c.value for c in app.code if "<iframe" in c.value]
    assert "&lt;script&gt;" in frame
    press(app, f"share_revoke_{mine.id}")
    assert "已收回" in told(app)
    assert "這個連結打不開" in told(visit(token))


def test_share_dialog_takes_what_was_chosen() -> None:
    app = dialog()
    app.radio(key="share_texts").set_value("all")
    app.get("button_group")[0].set_value(0)
    app.text_input(key="share_passphrase").set_value("芝麻開門")
    press(app, "share_create")
    [mine] = own_links()
    assert (mine.texts, mine.asks, mine.expires) == ("all", True, None)
    assert "芝麻開門" not in told(app)
    assert "不失效" in told(app)


def test_share_dialog_extends_a_link() -> None:
    app = dialog()
    app.get("button_group")[0].set_value(7)
    press(app, "share_create")
    [mine] = own_links()
    press(app, f"share_extend_{mine.id}")
    [later] = own_links()
    assert mine.expires is not None
    assert later.expires is not None
    assert later.expires - mine.expires > timedelta(days=22)


def test_share_dialog_says_that_a_local_address_stays_local() -> None:
    assert "這部電腦" in told(press(dialog(), "share_create"))


def test_share_dialog_makes_no_more_links_than_a_server_bears(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WENMAI_MODE", "hosted")
    monkeypatch.setattr(share_dialog, "MOST_LINKS", 1)
    app = press(dialog(w=""), "share_create")
    assert [c.value for c in app.code if "/s/" in c.value]
    assert "別拿它來分享" in told(app)
    press(app, "share_another")
    press(app, "share_create")
    assert "已有 1 個開著的連結" in told(app)
    assert "這部電腦" not in told(app)


def test_share_dialog_offers_files_by_ticket() -> None:
    app = dialog()
    links = [link.proto.url for link in app.get("link_button")]
    assert len(links) == 3
    assert all("/api/v1/exports/" in link for link in links)
    again = [link.proto.url for link in press(app).get("link_button")]
    assert again == links
    report, bundle, tables = (tickets.redeem(link.rsplit("/", 1)[1]) for link in links)
    assert report is not None
    assert bundle is not None
    assert tables is not None
    assert "<!DOCTYPE html>" in report.data().decode()
    assert tables.data()[:2] == b"PK"


@pytest.mark.parametrize("text", ["http://a.b/c", "HTTPS://a.b", "www.a.b", "x@a.b", "ftp://a"])
def test_plain_text_keeps_addresses_from_becoming_links(text: str) -> None:
    shown = ui.escape_markdown(text).replace("\\", "")
    assert shown.replace("\u2060", "") == text
    assert not re.search(r"(?i)https?://|www\.|[-.\w+]@", shown)
