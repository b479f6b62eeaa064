"""The page of quotations, and quotations put right on it as a reader does it."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from dashboard.state.samples import corpus
from tests.pages import open_app, turn

SPAN = "629|725"  # what 潘基文 said in the sample


def visit(**address: str) -> AppTest:
    return turn(open_app(address), "quotations")


def speakers(app: AppTest) -> list[str]:
    [table] = [frame.value for frame in app.dataframe if "cue" in frame.value]
    return [str(name).split()[-1] for name in table["speaker"]]


def test_quotations_page_shows_who_said_what_in_the_sample() -> None:
    app = visit()
    assert speakers(app) == ["俄羅斯", "潘基文"]
    assert any("2 則引語" in caption.value for caption in app.caption)


def test_quotations_page_filters_by_what_stands_in_the_address() -> None:
    assert speakers(visit(said_cue="宣稱")) == ["俄羅斯"]
    app = visit(said_form="direct")
    assert not [frame for frame in app.dataframe if "cue" in frame.value]
    assert any("沒有引語" in info.value for info in app.info)


def test_a_quotation_gets_another_speaker_or_none_and_that_is_undone() -> None:
    article = corpus("report").articles[0].id
    app = visit(pick=f"s:{SPAN}|{article}")
    [speaker] = [box for box in app.selectbox if "_fix_said_" in str(box.key)]
    speaker.select("ORG:歐盟").run()
    assert speakers(app) == ["俄羅斯", "歐盟"]
    [undo] = [button for button in app.button if button.key == "news_undo"]
    undo.click().run()
    assert speakers(app) == ["俄羅斯", "潘基文"]
    [drop] = [button for button in app.button if str(button.key).endswith("_unquote")]
    drop.click().run()
    assert speakers(app) == ["俄羅斯"]
    assert not app.exception
