"""Files of a newsroom come in, stay when the server goes, and are nobody else's."""

from __future__ import annotations

import re
import time
import zipfile
from pathlib import Path

import docx
import pytest
from fpdf import FPDF
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import serving, visiting
from tests.e2e.hosting import Replica

pytestmark = pytest.mark.browser
BIG5 = "高雄市議會今天審查明年度預算，議員質詢港口稅率與捷運延伸。市長說，明年會再調整。"
DOCX = "花蓮舉行公聽會，討論鐵路與公園的興建。居民說，希望保留老樹。"
PDF = "Kaohsiung held a hearing on the harbour today. Residents asked for trees and a park."
ROWS = "編號,全文,標題,日期\n7,臺東的釋迦今年豐收，農民說價格不錯。,釋迦豐收,2026-01-05\n"


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """One of each: Big5, docx, pdf, a zip with a bad member, a table with own headers."""
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "舊系統.txt").write_bytes(BIG5.encode("big5"))
    document = docx.Document()
    document.add_paragraph(DOCX)
    document.save(str(folder / "公聽會.docx"))
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Helvetica")
    pdf.multi_cell(0, 10, PDF)
    pdf.output(str(folder / "hearing.pdf"))
    with zipfile.ZipFile(folder / "一批.zip", "w") as archive:
        archive.writestr("甲.txt", "基隆的雨下了三天，港口停工。")
        archive.writestr("壞.pdf", b"%PDF-1.4 torn")
    (folder / "表.csv").write_text(ROWS, encoding="utf-8")
    return sorted(folder.iterdir())


def test_files_of_every_kind_come_in_and_are_there_after_a_restart(
    browser: Browser, tmp_path: Path, files: list[Path]
) -> None:
    data = tmp_path / "library"
    data.mkdir()
    with serving(data) as address, visiting(browser, address) as visit:
        visit.open()
        page = visit.add(*files)
        expect(page.get_by_text("讀進了 5 篇（5 個檔案）")).to_be_visible()
        expect(page.get_by_text(re.compile(r"一批\.zip!壞\.pdf.*壞了"))).to_be_visible()
        visit.settle()
        outlets = page.get_by_role("combobox", name=re.compile("媒體$"))
        outlets.scroll_into_view_if_needed()
        visit.settle()  # a list closes when the page is still scrolling
        outlets.click()
        page.get_by_role("option", name="編號", exact=True).click()
        page.get_by_role("button", name="照這樣重讀").click()
        expect(page.get_by_text("照你的選擇重讀了：1 篇")).to_be_visible()
        visit.shot("library-report")
        assert visit.errors == []
    with serving(data) as address, visiting(browser, address) as visit:
        page = visit.open("library")
        expect(page.get_by_text(re.compile("^5 篇，")).first).to_be_visible()
        visit.shot("library-list")
        for word in ("港口稅率", "保留老樹", "harbour", "基隆的雨", "釋迦"):
            search = page.get_by_placeholder("搜尋標題與內文")
            search.fill(word)
            search.press("Enter")
            visit.settle()
            expect(page.get_by_text(re.compile("^1 篇，")).first).to_be_visible()
        page.get_by_role("button", name="篩選").click()
        page.get_by_role("combobox", name=re.compile("媒體")).click()
        expect(page.get_by_role("option", name=re.compile("^7 "))).to_be_visible()
        assert visit.errors == []


@pytest.mark.soak
def test_a_thousand_articles_come_in_while_pages_answer(
    browser: Browser, own_server: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with zipfile.ZipFile(tmp_path / "thousand.zip", "w") as archive:
        for n in range(1000):
            text = f"第{n}次會議在高雄舉行，議員討論第{n}號預算與港口。市長說，明年再議。"
            archive.writestr(f"{n:04}.txt", text)
    with visiting(browser, own_server) as visit, visiting(browser, own_server) as other:
        other.open("words")
        visit.open()
        began = time.monotonic()
        page = visit.add(tmp_path / "thousand.zip")
        expect(page.get_by_text(re.compile("壓縮檔裡第 [0-9,]+ 篇，共 1,000 篇"))).to_be_visible(
            timeout=60_000
        )
        visit.shot("library-progress")
        asked = time.monotonic()
        other.page.get_by_role("link", name="人物").first.click()
        expect(other.page.get_by_role("heading", name="人物")).to_be_visible()
        answered = time.monotonic() - asked
        expect(page.get_by_text("讀進了 1,000 篇")).to_be_visible(timeout=120_000)
        took = time.monotonic() - began
        with capsys.disabled():
            print(
                f"\n1,000 articles in {took:.1f} s, {took:.2f} ms each, "
                f"another page answered in {answered:.2f} s"
            )
        assert visit.errors == []


@pytest.mark.soak  # and in each run by websocket: test_sharing
def test_readers_of_one_server_see_nothing_of_each_other(
    browser: Browser, many: Replica, tmp_path: Path
) -> None:
    mine, torn = tmp_path / "mine.txt", tmp_path / "torn.txt"
    torn.write_bytes(b"%PDF-1.4 torn")
    mine.write_text("王小明在台北見了林大同。王小明說好。", encoding="utf-8")
    with visiting(browser, many.address) as visit, visiting(browser, many.address) as other:
        page = visit.open("library")
        expect(page.get_by_text("這是內附的範例")).to_be_visible()
        visit.add(mine, torn)
        expect(page.get_by_text("讀進了 1 篇")).to_be_visible()
        expect(page.get_by_text(re.compile("torn.txt.*壞了或不完整"))).to_be_visible()
        expect(page.get_by_text("網址就是鑰匙").first).to_be_visible()
        visit.settle()
        page.get_by_role("link", name="人物").first.click()
        visit.settle()
        key = re.search(r"[?&]w=([\w-]{32,})", page.url)
        assert key is not None
        expect(page.get_by_text(re.compile("1 篇，18 字"))).to_be_visible()

        other.open("library")
        expect(other.page.get_by_text("mine")).to_have_count(0)
        expect(other.page.get_by_text(re.compile("1 篇，8,712 字"))).to_be_visible()
        other.open(f"?w={'x' * len(key[1])}")
        expect(other.page.get_by_text("沒有這個工作區")).to_be_visible()
        other.page.get_by_role("button", name="從範例重新開始").click()
        expect(other.page.get_by_text("同一篇 726 字的報導貼了 12 次")).to_be_visible()
        assert "w=" not in other.page.url
        other.open(f"?w={key[1]}")
        expect(other.page.get_by_text(re.compile("1 篇，18 字"))).to_be_visible()
        assert visit.errors == other.errors == []
