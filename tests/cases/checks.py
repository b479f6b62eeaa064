"""What is right for each case: the words of its `expected.txt` in a form that a machine can ask.

Where `expected.txt` leaves two readings open, both pass. What the check asks for beyond its
words, or less, stands above the check with the reason.
"""

from __future__ import annotations

import json
import re
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from components.cloud import CloudSettings
from dashboard.pipeline import Analysis, lay_out_cloud
from tests.cases.asking import FOLDER, Case, Row, holds, lacks, same, wenmai

Check = Callable[[Case], None]
CHECKS: dict[str, Check] = {}


def mentions(analysis: Analysis, kind: str) -> list[int]:
    """Return how often each entity of a kind is mentioned, most often first."""
    index = analysis.index
    return [index.counts[entity.id] for entity in index.entities if entity.kind == kind]


def check(*names: str) -> Callable[[Check], Check]:
    """Say of which cases a function tells what is right."""

    def add(function: Check) -> Check:
        CHECKS.update(dict.fromkeys(names, function))
        return function

    return add


@dataclass(frozen=True)
class Story:
    """An article that several cases hold in other forms."""

    title: str
    day: str
    outlet: str
    reporter: str
    body: tuple[str, ...]


@cache
def labelled(file: Path) -> tuple[Story, ...]:
    """Read the articles of a text in which each begins with 標題： and names its fields."""
    stories = []
    for part in file.read_text(encoding="utf-8").split("標題：")[1:]:
        head, body = part.strip().split("\n內文：\n")
        title, *fields = head.split("\n")
        of = dict(field.split("：", 1) for field in fields)
        lines = tuple(body.split("\n"))
        stories.append(Story(title, of["日期"], of["來源"], of["記者"], lines))
    return tuple(stories)


SIX = labelled(FOLDER / "N01a_labelled_txt" / "wisers.txt")


def is_divided(rows: list[Row], stories: tuple[Story, ...]) -> None:
    """Fail where articles are not one each, whole and nothing of another in them."""
    same(len(rows), len(stories), "articles")
    for row, story in zip(rows, stories, strict=True):
        holds(row.lines, *story.body)
        others = [s.body[0] for s in stories[:20] if s.body != story.body]
        lacks(row.text, *others)


def has_fields(rows: list[Row], stories: tuple[Story, ...], *fields: str) -> None:
    """Fail where title, day or outlet of an article is another."""
    for field in fields:
        right = [getattr(story, field) for story in stories]
        same([getattr(row, field) for row in rows], right, field)


CITIES = [
    ["臺北市", "320,000", "110,000"],
    ["新北市", "455,000", "150,000"],
    ["高雄市", "310,000", "98,000"],
]


def holds_rows(row: Row) -> None:
    """Fail where a row of the table is not a line of its own, whatever parts its cells."""
    cells = [re.split(r"[\s|│]+", line.strip("|│")) for line in row.lines]
    same([line for line in cells if any(line[0] == city for city, *_ in CITIES)], CITIES, "rows")


# --- Pages ---------------------------------------------------------------------------------

DOCK = SIX[0].body
LANDSLIDE, GRANARY, PLANT = SIX[3].body, SIX[4].body, SIX[5].body


@check("H01_html_style_border", "H01b_html_without_border")
def _(case: Case) -> None:
    same(case.row().body, [*DOCK, *LANDSLIDE], "body")


# The path of the page is no part of the article, but expected.txt leaves it open.
@check("H02_html_breadcrumb_table")
def _(case: Case) -> None:
    holds(case.row().body, *GRANARY, SIX[2].body[0])


@check("H03_html_wechat_sections")
def _(case: Case) -> None:
    same(case.row().body, [*DOCK, *PLANT], "body")


@check("H04_html_outlet_copyright")
def _(case: Case) -> None:
    same(case.row().outlet, "中國時報", "outlet")


@check("H05_html_br_paragraphs")
def _(case: Case) -> None:
    row = case.row()
    holds(row.lines, *SIX[1].body, LANDSLIDE[0])
    same((row.published, row.title), ("2004-03-06", SIX[1].title), "day and title")


@check("H06_html_jsonld_only")
def _(case: Case) -> None:
    row = case.row()
    same((row.body, row.outlet), ([PLANT[0]], "經濟日報"), "body and outlet")
    holds(("2024-03-10", "2024-03-11"), row.day or "no day")


@check("H07_html_short_article_disclaimer")
def _(case: Case) -> None:
    holds(case.row().text, f"{PLANT[0]}半導體產業協會表示，將協助廠商申請理賠。")


@check("T01_html_date_cyol")
def _(case: Case) -> None:
    row = case.row()
    same((row.title, row.day), ("山区小学有了天文台", "2024-03-18"), "title and day")
    holds(("中国青年报", "中國青年報"), row.outlet or "no outlet")
    same(
        [line[:6] for line in row.body],
        ["3月15日傍", "建台的想法来", "县教育局副局"],
        "lines begin",
    )


@check("T02_html_gb2312_declared_gbk")
def _(case: Case) -> None:
    row = case.row()
    same(row.encoding, "gb18030", "encoding")
    holds(row.text, "館長陶喆鎔表示", "修復師王堃說")
    lacks(row.text, "\ufffd", "?")
    same([rival for a in case.unique.source.articles for rival in a.rivals], [], "rivals")


@check("T24_html_ruby")
def _(case: Case) -> None:
    text = case.row().text
    holds(text, "臺灣黑熊出沒，花蓮縣政府呼籲登山客")
    lacks(text, "(", ")", *(chr(code) for code in range(0x3105, 0x312A)))


# Labels and marks of the database are no text; its own numbers are left open.
@check("T14_html_factiva")
def _(case: Case) -> None:
    rows = case.rows()
    is_divided(rows, SIX)
    has_fields(rows, SIX, "title", "day", "outlet")


# --- Wrapped lines -------------------------------------------------------------------------


@check("J01_txt_pasted_pdf_heading_byline")
def _(case: Case) -> None:
    lines = case.text.split("\n")
    holds(lines, *(story.title for story in SIX[:2]))
    holds(case.text, *(line for story in SIX[:2] for line in story.body))


@check("J02_txt_press_proportional")
def _(case: Case) -> None:
    holds(
        case.row().text,
        "自10月1日起分兩階段開打",
        "國小入學前幼兒",
        "由GSK、Sanofi及國光生技供應",
        "接種服務。民眾",
        "尤其65歲",
    )


# A paragraph that begins with a comma is odd, but its indent says so.
@check("J04_txt_fullwidth_indent")
def _(case: Case) -> None:
    lines = case.row().lines
    same([line[-4:] for line in lines], ["通局回應", "六千元。"], "lines end")
    holds("".join(lines), "局長魏敏芝", "三千人次", "希望市府先辦")


BUSES = (
    "局長魏敏芝表示",
    "每日可多載運三千人次",
    "轉乘站，乘客",
    "雲林里與豐年里",
    "交通局回應",
    "何振宇指出",
)


@check("J06_docx_soft_breaks")
def _(case: Case) -> None:
    holds(case.row().text, *BUSES)


@check("J07_txt_equal_lines_list")
def _(case: Case) -> None:
    for name in case.files:
        rows = case.rows(name)
        same([row.joined_lines for row in rows], [0] * len(rows), f"joined lines of {name}")


# --- Bundles -------------------------------------------------------------------------------


@check("N01a_labelled_txt")
def _(case: Case) -> None:
    rows = case.rows()
    is_divided(rows, SIX)
    has_fields(rows, SIX, "title", "day", "outlet")
    lacks(case.names(), *(story.reporter for story in SIX))


@check("N01b_wisers_txt", "N01c_udndata_txt", "N01d_bracket_head_txt")
def _(case: Case) -> None:
    is_divided(case.rows(), SIX)


@check("N01e_roc_labels_txt")
def _(case: Case) -> None:
    rows = case.rows()
    is_divided(rows, SIX)
    has_fields(rows, SIX, "day")


@check("N01f_500_articles")
def _(case: Case) -> None:
    stories = labelled(case.files["wisers500.txt"])
    for name in sorted(case.files, reverse=True):
        rows = case.rows(name)
        same(len(rows), 500, f"articles of {name}")
        is_divided(rows, stories)
        has_fields(rows, stories, "title", "day", "outlet")


@check("N02a_docx_table_heads")
def _(case: Case) -> None:
    rows = case.rows()
    is_divided(rows, SIX)
    has_fields(rows, SIX, "title", "day", "outlet")


@check("N02b_docx_heading1")
def _(case: Case) -> None:
    is_divided(case.rows(), SIX)


@check("N03_pdf_clippings")
def _(case: Case) -> None:
    rows = case.rows()
    is_divided(rows, SIX)
    has_fields(rows, SIX, "title", "day", "outlet")
    lines = [line for row in rows for line in row.lines]
    same([line for line in lines if lines.count(line) > 1], [], "lines of every page")


@check("N04_xlsx_wisers")
def _(case: Case) -> None:
    rows = case.rows()
    is_divided(rows, SIX)
    has_fields(rows, SIX, "day", "outlet")
    lacks("".join(row.text for row in rows), "_x000D_")


@check("T13_docx_nexis_uni")
def _(case: Case) -> None:
    rows = case.rows()
    is_divided(rows, SIX[:4])
    has_fields(rows, SIX[:4], "title", "outlet")
    same([row.day for row in rows], ["2024-03-05"] * 4, "days")
    counted = " ".join(case.words).lower()
    lacks(counted, "copyright", "load-date", "length", "rights")


@check("T13b_txt_nexis_old")
def _(case: Case) -> None:
    rows = case.rows()
    is_divided(rows, SIX[:3])
    has_fields(rows, SIX[:3], "title")
    same([row.day for row in rows], ["2024-03-05"] * 3, "days")


# --- Texts of several kinds ----------------------------------------------------------------


# Mandarin words that look Cantonese do not matter here: the words shown are asked for.
@check("N07_mixed_languages")
def _(case: Case) -> None:
    sentences = case.sentences
    same(len(sentences), 5, "sentences")
    holds(sentences, "東京都知事の小池百合子氏は「早急な対応が必要だ」と述べた。")
    same(dict(case.names("PER")), {"小池百合子": 1}, "persons")
    shown = case.content
    lacks(shown, *"嘅喺咗", "佢哋", "我哋", "呢個", "啲人")
    holds([word.lower() for word in case.words], "legislative", "council", "lawmakers")


@check("N08_nested_quotes")
def _(case: Case) -> None:
    sentences = case.sentences
    right = ["他說：「我問她『你幾點到？』她回答『六點！』所以我等到七點。」", "隨後他離開。"]
    same(sentences[:2], right, "sentences")
    for opener, closer in ("「」", "『』", "“”", "‘’"):
        open_ = [s for s in sentences if s.count(opener) != s.count(closer)]
        same(open_, [], "sentences cut inside quotes")


@check("N09_txt_table")
def _(case: Case) -> None:
    holds_rows(case.row())
    holds(case.names("LOC"), "臺北市", "新北市", "高雄市")


@check("N10_txt_ptt_post")
def _(case: Case) -> None:
    row = case.row()
    holds(row.title, "港區新碼頭動工 漁民要求補償")
    same(row.day, "2024-03-05", "day")
    holds(row.text, "預計明年六月完工啟用", "可增加十二億元產值")
    lacks(case.names("PER"), "seagull", "fishman01", "noodle99", "林采蓉")
    readers = ("fishman01", "noodle99", "下班", "大餅")
    same([word for word in readers if case.counts(word)], [], "words of readers")


# A stop behind % stands not between Han characters: it may end a sentence or not.
@check("N12_sentence_ascii_stops")
def _(case: Case) -> None:
    begins = [sentence[:5] for sentence in case.sentences]
    holds(begins, "根據U.S", "分析師認為", "公司執行長")
    whole = "根據U.S. News報導，Apple Inc.第三季營收為857.8億美元."
    same(case.sentences[0], whole, "first sentence")
    holds(case.sentences[-1], "www.example.com/a.b?c=d")


@check("N22_pua_compat")
def _(case: Case) -> None:
    text = "".join(case.words)
    same([c for c in text if unicodedata.normalize("NFKC", c) != c], [], "forms not read")
    same(sum("n95" in word.lower() for word in case.words), 1, "N95")
    same(case.counts("人口"), 1, "人口")
    same(case.row().text.count("林𠮷先生"), 1, "a character beyond the first plane")


@check("N23_control_chars")
def _(case: Case) -> None:
    text = case.row().text
    wrong = [c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Zl") and c != "\n"]
    same(wrong, [], "control signs")
    holds(case.words, "宣布", "码头", "市府")


@check("N24_txt_ocr_spaced_heading")
def _(case: Case) -> None:
    holds(case.text.split("\n"), "高雄市政府新聞稿", "港區新建碼頭動工典禮", *DOCK)


@check("N24b_txt_ocr_half_spaced")
def _(case: Case) -> None:
    text = case.row().text
    holds(text.replace("\n", ""), *GRANARY)
    holds(text, *SIX[2].body)


# 希望 is cut by an empty quoted line, which ends a paragraph: it is not asked for.
@check("N26_txt_email_digest")
def _(case: Case) -> None:
    text = case.row().text
    lacks(text, "> ", "\n>")
    holds(text, *BUSES)
    lacks(case.names(), "林采蓉")


@check("N27_txt_line_export")
def _(case: Case) -> None:
    same(case.rows()[0].day, "2024-03-07", "day")
    lacks(case.names("PER"), "林采蓉", "周品睿")
    same([case.counts(word) for word in ("照片", "貼圖")], [0, 0], "marks of the program")
    same(re.findall(r"\d\d:\d\d", " ".join(case.words)), [], "hours")


# In the other files nothing is new: the dots fold to one, so all copies are counted here.
@check("N13_name_dots")
def _(case: Case) -> None:
    same(mentions(case.everything, "PER"), [5], "persons")


@check("N14_indigenous_names")
def _(case: Case) -> None:
    right = ["夷將．拔路兒", "高潞．以用．巴魕剌", "撒韵‧武荖", "Panai Kusui", "谷辣斯．尤達卡"]
    right += ["帝瓦伊．撒耘", "谷暮．哈就"]
    same(sorted(case.names("PER")), sorted(right), "persons")


@check("N15_hyphen_names")
def _(case: Case) -> None:
    persons = case.forms("PER")
    holds(persons, "讓-呂克·梅朗雄", "尚-馬利．勒龐", "金正恩", "馮德萊恩", "譚德塞")
    holds(persons, "Ursula von der Leyen", "Tedros Adhanom Ghebreyesus")


@check("N16_couple_names_list")
def _(case: Case) -> None:
    once = ["林志遠", "黃美雲", "周以平", "吳佳恩", "鄭之浩"]
    right = dict.fromkeys(once, 1) | dict.fromkeys(["王大同", "李小芬", "陳怡安"], 2)
    same(dict(case.names("PER")), right, "persons")


@check("N17_script_mix_one_person")
def _(case: Case) -> None:
    same(sorted(mentions(case.everything, "PER")), [2, 3], "persons")


@check("N18_title_coref")
def _(case: Case) -> None:
    same(dict(case.names("PER")), {"潘宏基": 3, "程若蘭": 4, "賴清德": 2}, "persons")


@check("N42_latin_not_persons")
def _(case: Case) -> None:
    same(set(case.forms("PER")), {"梅西", "Tim Cook", "Jensen Huang"}, "persons")


@check("T17_minority_dot_names_simplified")
def _(case: Case) -> None:
    right = {"艾尔肯·吐尼亚孜", "理查德·凯利", "迪丽娜尔·阿布拉", "买买提江·吾买尔"}
    same(set(case.forms("PER")), right, "persons")
    lacks(case.words, "吐", "孜", "尼亚", "阿布", "凯")


@check("T18_foreign_names_no_dot")
def _(case: Case) -> None:
    right = {"米蘭昆德拉", "唐納德川普", "蜜雪兒歐巴馬", "艾瑪紐埃勒馬克宏", "翁山蘇姬"}
    same(set(case.forms("PER")), right, "persons")


@check("T36_compound_surnames")
def _(case: Case) -> None:
    right = ["歐陽靖宇", "司馬庭芳", "范姜文彬", "張簡志豪", "張廖萬心", "諸葛明遠", "上官雅琴"]
    same(sorted(case.forms("PER")), sorted([*right, "皇甫少強"]), "persons")


@check("N29_txt_speaker_labels")
def _(case: Case) -> None:
    names = case.names("PER")
    lacks(names, "林采蓉")
    holds(names, "程若蘭")
    if case.counts("主播") > 1:  # 主播好 is said, the labels are not
        raise AssertionError("labels count as words")


@check("N29b_txt_qa_interview")
def _(case: Case) -> None:
    if case.names()["程若蘭"] > 1:
        raise AssertionError("labels count as names")
    lacks(case.content, "記者")


@check("N31_bylines")
def _(case: Case) -> None:
    found = case.everything
    persons = {entity.id for entity in found.index.entities if entity.kind == "PER"}
    named: dict[str, set[str]] = {article.id: set() for article in found.source.articles}
    for mention in found.index.mentions:
        if mention.entity_id in persons:
            named[mention.span.article_id].add(found.source.text_of(mention.span))
    same({name: who for name, who in named.items() if who != {"許柏宏"}}, {}, "persons")


@check("N33_jsonl_news_please")
def _(case: Case) -> None:
    rows = case.rows()
    same([row.lines for row in rows], [list(story.body) for story in SIX[:3]], "texts")
    has_fields(rows, SIX[:3], "title", "day")
    holds((None, "example-news.com.tw"), *(row.outlet for row in rows))


@check("N33b_tsv_gdelt_headlines")
def _(case: Case) -> None:
    rows = case.rows()
    same([row.text for row in rows], [story.title for story in SIX[:3]], "headlines")
    has_fields(rows, SIX[:3], "day")


@check("N34_docx_header_table")
def _(case: Case) -> None:
    row = case.row()
    same(row.title, SIX[2].title, "title")
    holds(row.text, *SIX[2].body, "圖說：委員江怡君質詢自來水漏水率")
    lacks(row.text, "輿情剪報", "第 1 頁")


@check("N40_txt_cantonese")
def _(case: Case) -> None:
    same(list(case.names()), ["陳樂怡"], "names")
    lacks(case.content, "佢哋", "我哋", "唔", "嘅", "喺度", "佢", "啲", "冇")


@check("N41_foreign_dates")
def _(case: Case) -> None:
    same([row.day for row in case.rows()], ["2024-03-05", "2024-03-06"], "days")


# --- PDF -----------------------------------------------------------------------------------

BUS_TITLE = "公車路線大調整 十七條路線變動"


@check("T03_pdf_fake_bold", "T03b_pdf_fake_bold_glyphwise")
def _(case: Case) -> None:
    row = case.row()
    same(f"{row.title}\n{row.text}".count(BUS_TITLE), 2 if BUS_TITLE in row.text else 1, "heading")
    same(row.title, BUS_TITLE, "title")
    holds(row.text, *BUSES)
    same(row.text.count("局長魏敏芝"), 1, "body")


# The heading stands alone; the border of the columns cuts no word.
@check("T04_pdf_two_columns_rowwise", "T04b_pdf_two_columns_colwise")
def _(case: Case) -> None:
    row = case.row()
    holds([row.title, *row.lines], BUS_TITLE)
    holds(row.text, *BUSES, "反而減班，長者就醫", "以預約小巴補足，並在十一月底前")


@check("T05_pdf_vertical")
def _(case: Case) -> None:
    holds(case.row().text, "市政府交通局昨天公布下半年公車路線調整方案", *BUSES)


@check("T06_pdf_letter_spacing")
def _(case: Case) -> None:
    text = case.row().text
    same(re.findall(r"[\u4e00-\u9fff] +[\u4e00-\u9fff]", text), [], "blanks")
    holds(text, "公車路線調整", *BUSES)
    holds(case.names("ORG"), "市政府交通局")


@check("T20_pdf_press_release")
def _(case: Case) -> None:
    row = case.row()
    holds(row.title, "113年流感疫苗10月1日開打")
    same(row.day, "2024-09-20", "day")
    holds(
        row.text,
        "國小入學前幼兒",
        "疾病管制署",
        "合約院所提供",
        "1922防疫專線",
        "休息30分鐘觀察",
        "尤其65歲以上長者",
        "保護自己也保護家人",
    )
    holds_rows(row)
    lacks(case.names("PER"), "白佩蓉")


@check("T24b_pdf_ruby")
def _(case: Case) -> None:
    text = case.row().text
    lacks(text, *(chr(code) for code in range(0x3105, 0x312A)))
    holds(text, "臺灣黑熊出沒，花蓮縣政府呼籲")


# --- Subtitles -----------------------------------------------------------------------------

CAPTIONS = [
    "各位觀眾晚安 歡迎收看整點新聞",
    "首先來關心颱風最新動態",
    "氣象署表示 颱風將在明天清晨登陸",
    "花蓮台東已經發布陸上警報",
    "請民眾儘快完成防颱準備",
    "接下來看交通消息",
    "台鐵明天中午以前全線停駛",
    "高鐵則視風雨狀況調整班次",
]


@check("T07_vtt_youtube_rolling", "T07b_srt_rolling_two_lines")
def _(case: Case) -> None:
    same(case.row().lines, CAPTIONS, "lines")


@check("T07c_srt_rolling_overlap")
def _(case: Case) -> None:
    unique = case.unique
    counted = "".join(unique.counted.text_of(s) for a in unique.counted.articles
                      for s in a.counted_spans())  # fmt: skip
    parts = ("颱風將在明天", "清晨登陸花蓮", "台東之間")
    same([counted.replace("\n", "").count(part) for part in parts], [1, 1, 1], "counted")


@check("T08_srt_whisper_loop")
def _(case: Case) -> None:
    if max(case.counts("再見"), case.counts("下次")) > 1:
        raise AssertionError("the loop counts more than once")
    holds(case.row().text, "議員追問停車場何時完工")


@check("T09_srt_whisperx_highlight")
def _(case: Case) -> None:
    same(case.row().lines, ["市長宣布明年起調漲公車票價"], "lines")


@check("T10_srt_bilingual_same_time")
def _(case: Case) -> None:
    right = [
        "The mayor announced a new budget.",
        "市長公布新的預算。",
        "Critics say it is too large.",
        "批評者說規模過大。",
        "A vote is expected on Friday.",
        "預計週五表決。",
    ]
    same(sorted(case.sentences), sorted(right), "sentences")


@check("T11_srt_gbk_short")
def _(case: Case) -> None:
    row, (article,) = case.row(), case.unique.source.articles
    if row.text != "测试字幕" and not any("测试字幕" in rival.preview for rival in article.rivals):
        raise AssertionError("neither read nor asked")


@check("T35_srt_blank_lines")
def _(case: Case) -> None:
    same(case.row().lines, CAPTIONS[:4], "lines")


# --- Archives and names of files -----------------------------------------------------------


@check("T12_zip_cp950_names_5c")
def _(case: Case) -> None:
    same(case.row().id, "clips.zip!許功蓋訪談.txt", "id")


@check("T12b_zip_gbk_names")
def _(case: Case) -> None:
    right = ("clips.zip!政府_謀劃新聞稿.txt", "clips.zip!政府_谋划新闻稿.txt")
    holds(right, case.row().id)


@check("T12c_zip_macos_dust")
def _(case: Case) -> None:
    code, out, told = wenmai("read", "--json", *map(str, case.files.values()))
    same((code, out.count("\n"), told), (0, 1, ""), "code, articles, messages")


# The files are made here: no other system could check out their names. An upload has the same
# names and bytes.
@check("T30_upload_odd_names")
def _(case: Case) -> None:
    long = "很長的檔名" * 16
    names = ['a#b?c%20&"x".txt', "café_ガギ報導.txt", f"{long}.txt", "測試😀新聞.txt"]
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, name) for name in names]
        for file in files:
            file.write_text("市政府昨天宣布，港區碼頭擴建動工。", encoding="utf-8")
        same([row.id for row in Case(case.name, files).rows()], sorted(names), "ids")


# --- Tables and records --------------------------------------------------------------------


@check("T16_json_ptt_crawler")
def _(case: Case) -> None:
    rows = case.rows()
    right = ["[新聞] 港區新碼頭動工 漁民要求補償", "Re: [問卦] 颱風假怎麼放"]
    same([row.title for row in rows], right, "titles")
    same([row.day for row in rows], ["2024-03-05"] * 2, "days")
    holds(rows[0].text, "高雄市政府昨天宣布")
    holds(rows[1].text, "明天要不要放假")


@check("T22_csv_roc_dates")
def _(case: Case) -> None:
    days = [row.day for row in case.rows()]
    holds((None, "2010-12-01"), days[3])
    right = ["2012-05-25", "2012-05-25", "2010-12-01", days[3], "2024-03-05", "2024-03-05"]
    same(days, right, "days")


# The header lacks a name, so that the column called 日期 holds places in the rows: the day is
# the one in the row or none, never another cell.
@check("T28_csv_weibo_shifted_header")
def _(case: Case) -> None:
    rows = case.rows()
    starts = ["今天地铁八号", "转发微博", "市图书馆周末", "雨太大了，菜"]
    same([row.text[:6] for row in rows], [start[:6] for start in starts], "posts")
    right = ["2024-03-05", "2024-03-05", "2024-03-06", "2024-03-07"]
    if any(row.published for row in rows):
        same([row.day for row in rows], right, "days")


@check("T32_csv_title_abstract_text")
def _(case: Case) -> None:
    rows = case.rows()
    same([row.lines for row in rows], [list(story.body) for story in SIX[:3]], "texts")


@check("T50_csv_libreoffice_cp950")
def _(case: Case) -> None:
    rows = case.rows()
    same(len(rows), 6, "articles")
    holds(("cp950", "big5", "big5hkscs"), *{row.encoding for row in rows})
    holds(rows[0].text, '「港務"公司"」董事長')


@check("T41_short_texts")
def _(case: Case) -> None:
    _, out, _ = wenmai("duplicates", "--json", "--lines", str(case.files["h.txt"]))
    groups = json.loads(out)["groups"]
    lines = case.files["h.txt"].read_text(encoding="utf-8").split("\n")
    found = [
        (g["kind"], sorted(lines[int(m["article"].rpartition(":")[2]) - 1] for m in g["members"]))
        for g in groups
    ]
    holds(found, ("exact", ["颱風來襲", "颱風來襲！"]))
    same([g for g in found if {"停電", "停水", "颱風假"} & set(g[1])], [], "groups of others")


# --- Words ---------------------------------------------------------------------------------


# Asked of the tokens: whether addresses and hashtags are shown among the words is a switch.
@check("T19_words_urls_hashtags")
def _(case: Case) -> None:
    pieces = {"http", "https", "www", "com", "tw", "t", "cn", "youtu", "be", "example", "news"}
    tokens = Counter(token.norm for tokens in case.unique.tokens.tokens for token in tokens)
    words = {norm.lower() for norm in tokens if any(map(str.isalnum, norm))}
    same(sorted(words & pieces), [], "pieces of addresses")
    numbers = {"02", "2345", "6789", "0912", "345", "678", "8765", "4321"}
    same(sorted(words & numbers), [], "pieces of telephone numbers")
    same(sum(n for norm, n in tokens.items() if "台风假" in norm), 2, "颱風假")
    shown = "".join(case.words)
    same(re.findall("[\U0001f300-\U0001faff]", shown), [], "emoji")


@check("T20_words_numbers_units")
def _(case: Case) -> None:
    found = {word.lower() for word in case.words}
    joined = {"36.5": "36.5度", "1,234.56": "1,234.56点", "2.3%": "2.3%", "1万2,345": "1万2,345例"}
    missing = [n for n, unit in joined.items() if not found & {n, unit}]
    same(missing, [], "numbers not whole")
    holds(found, "covid-19", "5g", "iphone15")
    lacks(found, "1", "234.56", "36", "2,345")


@check("T21_ranhou_no_person")
def _(case: Case) -> None:
    same(dict(case.names()), {}, "names")


VARIANTS = {
    "衛生署": 2, "線路": 2, "群眾": 2, "裡面": 2, "台灣": 2, "峰會": 2, "強調": 2, "污水": 2,
    "啟用": 2, "戶籍": 3, "內閣": 2, "說明": 2, "決定": 2,
}  # fmt: skip


@check("T25_variant_folding")
def _(case: Case) -> None:
    same({word: case.counts(word) for word in VARIANTS}, VARIANTS, "counts")


HONG_KONG = {"衛生署": 2, "衛星": 2, "敘述": 2, "污水": 2, "捍衛": 2}


@check("T25b_hk_variants")
def _(case: Case) -> None:
    same({word: case.counts(word) for word in HONG_KONG}, HONG_KONG, "counts")


# The page and the link draw the same cloud and carry the same tables as report and bundle.
@check("T60_cloud_long_word")
def _(case: Case) -> None:
    unique = case.unique
    try:
        drawn = lay_out_cloud(unique.content_words, unique.index, CloudSettings())
    except OSError as fault:  # what the library of pictures says of a canvas too wide
        raise AssertionError(f"no cloud: {fault}") from fault
    holds([placed.word for placed in drawn.words], "疾管署")
    with tempfile.TemporaryDirectory() as folder:
        for name in ("report.html", "all.zip"):
            made = Path(folder, name)
            code, _, _ = wenmai("analyse", *map(str, case.files.values()), "--output", str(made))
            same((code, made.exists()), (0, True), name)
