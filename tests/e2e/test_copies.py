"""Eighty articles with planted copies: open a group, see what changed, keep another copy."""

from __future__ import annotations

import random
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import PATIENCE, Visit

# In each run without a browser: test_duplicates_panel.
pytestmark = [pytest.mark.browser, pytest.mark.soak]
PLACES = "臺北 高雄 臺中 花蓮 東京 大阪 首爾 曼谷 河內 雪梨 巴黎 柏林 倫敦 紐約 芝加哥"
ACTS = "宣布 討論 批准 否決 推動 檢討 調查 公布 延後 擴大 縮減 補助 拍賣 維修 興建 拆除"
THINGS = "預算 捷運 機場 學校 醫院 公園 港口 稅率 房價 電價 博物館 圖書館 水庫 工廠 橋梁"


def article(chance: random.Random) -> str:
    """One invented report of ten sentences."""
    places, acts, things = PLACES.split(), ACTS.split(), THINGS.split()
    return "".join(
        f"{chance.choice(places)}市政府第{chance.randint(1, 400)}次會議{chance.choice(acts)}了"
        f"{chance.choice(things)}與{chance.choice(things)}，經費{chance.randint(2, 900)}萬元。"
        for _ in range(10)
    )


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """80 files, most in a zip: one report in four versions, twenty in two, the rest alone."""
    folder = tmp_path_factory.mktemp("corpus")
    chance = random.Random(7)
    first = article(chance) + "評審團主席讚揚企鵝。"
    texts = [first, *(first.replace("鵝", other) for other in "鶴鷗鷹")]  # slips of the pen
    for _ in range(20):
        text = article(chance)
        texts += [text, text.replace("會議", "例會", 2)]
    texts += [article(chance) for _ in range(80 - len(texts))]
    with zipfile.ZipFile(folder / "most.zip", "w") as archive:
        for number, text in enumerate(texts):
            if number < 10:
                (folder / f"{number:03}.txt").write_text(text, encoding="utf-8")
            else:
                archive.writestr(f"{number:03}.txt", text)
    return folder


def counts(visit: Visit, word: str) -> int:
    """How many lines the concordance finds for a word in the text that counts."""
    page = visit.page
    page.get_by_role("link", name="原文").click()
    visit.settle()
    field = page.get_by_role("textbox", name="檢索任何詞句")
    field.fill(word)
    field.press("Enter")
    visit.settle()
    found = page.get_by_text(re.compile(r"共 \d+ 處"))
    if page.get_by_text("計入的文字裡沒有").count() or not found.count():
        return 0
    return int(re.search(r"共 (\d+) 處", found.first.inner_text())[1])  # type: ignore[index]


def words_counted(visit: Visit) -> int:
    """How many words the Words page counts, from its caption."""
    visit.page.get_by_role("link", name="詞頻").click()
    visit.settle()
    text = visit.page.get_by_text(re.compile(r"[\d,]+ 詞，[\d,]+ 種")).first.inner_text()
    return int(re.search(r"([\d,]+) 詞，", text)[1].replace(",", ""))  # type: ignore[index]


def test_another_kept_copy_is_what_every_page_counts(own_visit: Visit, corpus: Path) -> None:
    visit = own_visit
    visit.open()
    page = visit.add(*sorted(corpus.iterdir()))
    read = page.get_by_text(re.compile("80 篇，")).first
    expect(read).to_be_visible(timeout=4 * PATIENCE)  # a job of eighty files
    visit.settle()
    before = words_counted(visit)
    assert (counts(visit, "企鵝"), counts(visit, "企鶴")) == (1, 0)

    page.get_by_role("link", name="重複").click()
    visit.settle()
    expect(page.get_by_text(re.compile("44 篇文章分屬 21 組"))).to_be_visible()
    expect(page.get_by_text("這一則沒有新的文字").first).to_be_visible()
    page.get_by_text("逐字比較其中兩則").click()
    visit.settle()
    expect(page.locator("del", has_text="鵝").first).to_be_visible()
    visit.shot("copies-diff")
    page.get_by_role("button", name="改以這一則計入").first.click()
    visit.settle()
    assert (counts(visit, "企鵝"), counts(visit, "企鶴")) == (0, 1)
    assert abs(words_counted(visit) - before) <= 2  # 企鶴 may be two words
    assert visit.errors == []
