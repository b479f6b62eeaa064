"""Bytes become text: what they are in, what is doubtful, and what is refused."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.reading.document import UnreadableError
from components.reading.encodings import ENCODINGS, Decoded, decode, encoding_of

TRADITIONAL = (
    "科索沃總理今天與阿爾巴尼亞總理會面，雙方同意開放邊界，並於年底前簽署貿易協定。\n"
    "外交部發言人表示，此舉將使兩國人民往來更為便利，也有助於區域和平。\n"
    "記者會後，兩國總理一同前往市中心廣場，向上千名民眾致意。\n"
    "中央社記者自首都報導：警方當天出動三百人維持秩序，未傳出意外。\n"
)
SIMPLIFIED = (
    "国家统计局今天发布数据，上半年全国居民人均可支配收入比去年同期增长百分之五。\n"
    "发言人说，下一步将继续扩大内需，稳定就业，加强对中小企业的支持。\n"
    "会议强调，各地区各部门要认真落实有关政策，切实解决群众关心的问题。\n"
    "新华社记者从现场了解到，当天有来自三十个省市的代表参加了讨论。\n"
)
JAPANESE = "首相は今日、国会で経済対策について説明し、来年度の予算案を提出する考えを示した。"
KOREAN = "대통령은 오늘 국무회의에서 내년도 예산안을 설명하고 국회의 협조를 요청했다."
RUSSIAN = "Министр иностранных дел заявил сегодня, что переговоры продолжатся на следующей неделе."
UKRAINIAN = "Міністр заявив сьогодні, що переговори триватимуть і наступного тижня у Києві."
FRENCH = "Le ministre a déclaré que les négociations reprendront à Genève dès l'été prochain."
GERMAN = "Der Außenminister erklärte, die Gespräche würden nächste Woche in Köln fortgeführt."
PORTUGUESE = "A negociação não avançou: os países não chegaram a uma solução na última reunião."

GB = ("gb2312", "gbk", "gb18030")
BIG5 = ("big5", "cp950", "big5hkscs")
UNICODE = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32")


def refusal(data: bytes, **options: str) -> tuple[str, dict[str, str | int]]:
    with pytest.raises(UnreadableError) as caught:
        decode(data, **options)
    return caught.value.reason, dict(caught.value.detail)


@pytest.mark.parametrize(
    ("text", "codec", "encoding"),
    [
        *[(TRADITIONAL, codec, "cp950") for codec in BIG5],
        *[(SIMPLIFIED, codec, "gb18030") for codec in GB],
        *[(TRADITIONAL, codec, "gb18030") for codec in ("gbk", "gb18030")],
        (TRADITIONAL, "utf-8", "utf-8"),
        (SIMPLIFIED, "utf-8-sig", "utf-8"),
        (TRADITIONAL, "utf-16", "utf-16-le"),
        (TRADITIONAL, "utf-16-le", "utf-16-le"),
        (SIMPLIFIED, "utf-16-be", "utf-16-be"),
        (TRADITIONAL, "utf-32", "utf-32-le"),
        (SIMPLIFIED, "hz", "hz"),
        (JAPANESE, "shift_jis", "cp932"),
        (JAPANESE, "euc_jp", "euc_jp"),
        (JAPANESE, "iso2022_jp", "iso2022_jp_2"),
        (KOREAN, "euc_kr", "cp949"),
        (KOREAN, "iso2022_kr", "iso2022_kr"),
        (RUSSIAN, "cp1251", "cp1251"),
        (RUSSIAN, "koi8-r", "koi8-r"),
        (UKRAINIAN, "koi8-u", "koi8-u"),
        (FRENCH, "latin-1", "cp1252"),
        (GERMAN, "cp1252", "cp1252"),
        (PORTUGUESE, "latin-1", "cp1252"),
    ],
)
def test_encodings_newspaper_sentences_are_told_without_a_doubt(
    text: str, codec: str, encoding: str
) -> None:
    assert decode(text.encode(codec)) == Decoded(text, encoding)


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (b"\xa4\xa4\xa5\xa1\xaa\xc0\xb0O\xaa\xcc\xb3\xf8\xbe\xc9", "中央社記者報導", "cp950"),
        (b"\xd0\xc2\xbb\xaa\xc9\xe7\xbc\xc7\xd5\xdf\xb1\xa8\xb5\xc0", "新华社记者报道", "gb18030"),
        (b"\xef\xbb\xbf\xe4\xb8\xad", "中", "utf-8"),
        (b"\xff\xfe\x2d\x4e", "中", "utf-16-le"),
        (b"\xfe\xff\x4e\x2d", "中", "utf-16-be"),
        (b"\x2d\x4e\x2e\x59\x3e\x79\x18\x8a\x05\x80\x31\x58", "中央社記者報", "utf-16-le"),
        (b"plain text, 1999\r\n", "plain text, 1999\r\n", "utf-8"),
    ],
)
def test_encodings_golden_bytes(data: bytes, text: str, encoding: str) -> None:
    decoded = decode(data)
    assert (decoded.text, decoded.encoding, decoded.bad_bytes) == (text, encoding, 0)


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (b"\xa1E", "‧", "cp950"),  # Big5 and HKSCS: •
        (b"\xa1\xe3", "～", "cp950"),  # Big5 and HKSCS: ∼
        (b"\xa2A", "／", "cp950"),  # Python's CP 950: U+2215, which nobody types
        (b"\xf9\xd6\xf9\xdc", "碁嫺", "cp950"),  # Eten's seven characters
        (b"\xa3\xe1", "€", "cp950"),
        (b"\x9d\xef\xc9\x4e\x9d\xee", "嘅冇㗎", "big5hkscs"),
        (b"\xc6\xa1\xc6\xa2", "①②", "big5hkscs"),  # Python's CP 950: ヾゝ
        (b"\xc6\xd2", "の", "cp950"),  # HKSCS: 攴, a bare radical
    ],
)
def test_encodings_big5_tables_where_they_differ(data: bytes, text: str, encoding: str) -> None:
    around = "總統府發言人今天表示".encode("cp950")
    decoded = decode(around + data + around)
    assert decoded.text == f"總統府發言人今天表示{text}總統府發言人今天表示"
    assert decoded.encoding == encoding


def test_encodings_cp936_has_a_euro() -> None:
    data = SIMPLIFIED.encode("gbk") + b"\x80" + "100元".encode("gbk")
    assert decode(data) == Decoded(SIMPLIFIED + "€100元", "gb18030")


@pytest.mark.parametrize(
    ("codec", "found", "named"),
    [("utf-8", "utf-8", "utf-8"), ("cp950", "cp950", "cp950"), ("gb18030", "gb18030", "gb18030")],
)
def test_encodings_one_bad_byte_is_counted(codec: str, found: str, named: str) -> None:
    before, after = TRADITIONAL.split("外交部")
    data = before.encode(codec) + b"\xff" + ("外交部" + after).encode(codec)
    assert decode(data) == Decoded(f"{before}\ufffd外交部{after}", named, bad_bytes=1)


def test_encodings_one_wrong_byte_in_a_character_counts_once() -> None:
    data = bytearray(TRADITIONAL.encode())
    data[31] = 0xFF  # the second byte of 「巴」
    decoded = decode(bytes(data))
    assert decoded.bad_bytes == 1
    assert decoded.text == TRADITIONAL.replace("巴", "\ufffd", 1)


def test_encodings_a_cut_last_character_is_counted() -> None:
    for codec in ("utf-8", "cp950", "gb18030", "utf-16-le"):
        decoded = decode(TRADITIONAL.rstrip("。\n").encode(codec)[:-1])
        assert decoded.text == TRADITIONAL.rstrip("。\n")[:-1] + "\ufffd"
        assert decoded.bad_bytes == 1


def test_encodings_lone_surrogates_become_replacement_characters() -> None:
    data = TRADITIONAL.encode("utf-16-le") + b"\x00\xd8" + SIMPLIFIED.encode("utf-16-le")
    assert decode(data) == Decoded(f"{TRADITIONAL}\ufffd{SIMPLIFIED}", "utf-16-le", bad_bytes=1)
    data = b"\xed\xa0\x80" + TRADITIONAL.encode()
    assert decode(data) == Decoded(f"\ufffd{TRADITIONAL}", "utf-8", bad_bytes=1)


def test_encodings_above_one_per_cent_is_refused_with_the_first_place() -> None:
    data = TRADITIONAL.encode().replace("，".encode(), b"\xff\xff\xff")
    first = data.index(b"\xff") + 1
    share = 100 * data.count(b"\xff") / len(data)
    reason, detail = refusal(data)
    assert reason == "bad_bytes"
    assert detail["position"] == first
    assert detail["encoding"] == "utf-8"
    assert share <= int(detail["percent"]) < share + 1


def test_encodings_nothing_is_lost_below_the_limit() -> None:
    """Bad bytes in the middle of characters: three bytes fail for each, the file is long."""
    data = bytearray(TRADITIONAL.encode() * 50)
    wrong = range(100, len(data), 160)
    for at in wrong:
        data[at] = 0xFF
    decoded = decode(bytes(data))
    assert decoded.encoding == "utf-8"
    assert decoded.bad_bytes == len(wrong) == decoded.text.count("\ufffd")
    assert decoded.text.endswith("未傳出意外。\n")
    assert len(decoded.text) >= len(TRADITIONAL) * 50 - len(wrong)


@pytest.mark.parametrize(
    ("data", "position"),
    [
        (b"\0", 1),
        (b"abc\0def", 4),
        ("市府宣布碼頭動工。\0\0\0".encode() * 9, 28),
        ("中文\0".encode(), 7),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", 9),
        (b"\x01\x02\x03\x04\x05", 1),
        ("中文\0中文".encode("utf-16"), 7),
        (b"%PDF-1.7\x01\x02\x03\x04", 9),
    ],
)
def test_encodings_binary_is_refused(data: bytes, position: int) -> None:
    assert refusal(data) == ("binary", {"position": position})


def test_encodings_single_nul_leaves_a_text_readable() -> None:
    text = (
        "市府昨天宣布，港區第七號碼頭擴建工程正式動工，預計明年六月完工啟用，市長表示樂觀其成。\n"
        * 2
    )
    decoded = decode((text[:20] + "\0" + text[20:]).encode())
    assert decoded.text == text[:20] + "\u200b" + text[20:]


@pytest.mark.parametrize(
    "data", [b"", b" \n", b"\xef\xbb\xbf", b"\xff\xfe", "　\n".encode(), b"\xfe\xff\x00 "]
)
def test_encodings_nothing_is_refused_as_empty(data: bytes) -> None:
    assert refusal(data) == ("empty", {})


def test_encodings_short_doubtful_bytes_show_the_rivals() -> None:
    decoded = decode("中文".encode("big5"))
    readings = {decoded.encoding: decoded.text} | {r.encoding: r.preview for r in decoded.rivals}
    assert len(readings) > 1
    assert "中文" in readings.values()


def test_encodings_previews_are_short_and_differ() -> None:
    decoded = decode("中文".encode("big5"))
    previews = [decoded.text[:60], *(rival.preview for rival in decoded.rivals)]
    assert len(set(previews)) == len(previews)
    assert all(len(preview) <= 60 for preview in previews)


@pytest.mark.parametrize("hint", ["big5", "Big5-HKSCS", "cp950", " 'BIG5' "])
def test_encodings_a_hint_tips_the_scales(hint: str) -> None:
    data = "中文".encode("big5")
    assert decode(data).text != "中文"
    assert decode(data, hint=hint).text == "中文"


@pytest.mark.parametrize("hint", ["big5", "gb2312", "iso-8859-1", "koi8-r", "nonsense", "", "zip"])
def test_encodings_a_wrong_hint_is_passed_over(hint: str) -> None:
    assert decode(TRADITIONAL.encode(), hint=hint).text == TRADITIONAL
    assert decode(TRADITIONAL.encode("cp950"), hint=hint).text == TRADITIONAL
    assert decode(SIMPLIFIED.encode("gbk"), hint=hint).text == SIMPLIFIED


def test_encodings_a_hint_names_what_no_model_knows() -> None:
    greek = "Ο υπουργός δήλωσε σήμερα ότι οι διαπραγματεύσεις θα συνεχιστούν."
    assert decode(greek.encode("cp1253"), hint="windows-1253").text == greek


def test_encodings_an_order_is_an_order() -> None:
    data = "中文".encode("big5")
    assert decode(data, encoding="gb2312") == Decoded(data.decode("gbk"), "gb18030")
    assert decode(data, encoding="big5", hint="gb2312") == Decoded("中文", "cp950")
    assert decode("é".encode(), encoding="latin-1").text == "Ã©"
    assert refusal(TRADITIONAL.encode("cp950"), encoding="utf-8")[0] == "bad_bytes"


@pytest.mark.parametrize("order", ["utf-16", "utf-16-le", "utf-16-be", "utf-8", "utf-32"])
def test_encodings_an_order_takes_the_mark_off(order: str) -> None:
    codec = {"utf-8": "utf-8-sig", "utf-16-le": "utf-16", "utf-16-be": "utf-16"}.get(order, order)
    data = TRADITIONAL.encode(codec)
    if order == "utf-16-be":
        data = b"\xfe\xff" + TRADITIONAL.encode("utf-16-be")
    assert decode(data, encoding=order).text == TRADITIONAL


@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be"])
def test_encodings_a_bare_utf_16_finds_its_order(order: str) -> None:
    assert decode(TRADITIONAL.encode(order), encoding="utf-16") == Decoded(TRADITIONAL, order)


@pytest.mark.parametrize("name", ["klingon", "zip", "rot13", "unicode_escape", "undefined", "\0"])
def test_encodings_unknown_orders_are_refused(name: str) -> None:
    assert encoding_of(name) is None
    assert refusal(b"abc", encoding=name) == ("unreadable", {"encoding": name})


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("Big5", "big5"),
        ("big5-hkscs", "big5"),
        ("CP950", "big5"),
        ("GB2312", "gb18030"),
        ("gbk", "gb18030"),
        ("cp936", "gb18030"),
        ("GB-18030", None),
        ("gb18030-2000", "gb18030"),
        ("UTF8", "utf-8"),
        ('"utf-8"', "utf-8"),
        ("us-ascii", "utf-8"),
        ("latin1", "cp1252"),
        ("windows-1252", "cp1252"),
        ("ks_c_5601-1987", "cp949"),
        ("euc-kr", "cp949"),
        ("sjis", "cp932"),
        ("x-sjis", None),
    ],
)
def test_encodings_names_are_known_by_their_supersets(name: str, known: str | None) -> None:
    assert encoding_of(name) == known


def test_encodings_every_offered_name_is_known_to_itself() -> None:
    assert [encoding_of(name) for name in ENCODINGS] == list(ENCODINGS)


def test_encodings_accidental_utf_8_is_doubted() -> None:
    """These two characters of GBK are bytes that UTF-8 knows as well."""
    data = "目录".encode("gbk")
    decoded = decode(data)
    shown = {decoded.text, *(rival.preview for rival in decoded.rivals)}
    assert "目录" in shown


def test_encodings_one_accent_far_inside_english_is_seen() -> None:
    text = "The minister said nothing new today. " * 3000
    data = (text + "café, déjà vu. " + text).encode("cp1252")
    assert decode(data).encoding == "cp1252"


def test_encodings_a_page_that_is_mostly_markup_is_told_by_its_text() -> None:
    page = "".join(
        f'<div class="article-{n}"><a href="/news/{n}.html">{line}</a></div>\n'
        for n, line in enumerate(TRADITIONAL.splitlines() * 40)
    )
    for codec in ("cp950", "gbk"):
        assert decode(page.encode(codec)).text == page


sentences = st.sampled_from(
    [c for c in re.split(r"(?<=[。，：])|\n", TRADITIONAL + SIMPLIFIED) if c]
)


@given(st.integers(0, len(TRADITIONAL) - 24), st.integers(24, 60), st.sampled_from(BIG5))
def test_encodings_law_big5_comes_back(start: int, length: int, codec: str) -> None:
    text = TRADITIONAL[start : start + length]
    assert decode(text.encode(codec)).text == text


@given(
    st.sampled_from([TRADITIONAL, SIMPLIFIED]),
    st.integers(0, 100),
    st.integers(24, 60),
    st.sampled_from([*UNICODE, "gbk", "gb18030"]),
)
def test_encodings_law_every_encoding_comes_back(
    text: str, start: int, length: int, codec: str
) -> None:
    part = text[start : start + length]
    assert decode(part.encode(codec)).text == part


@given(st.lists(sentences, min_size=12, max_size=200), st.sampled_from(["utf-8", "gb18030"]))
def test_encodings_law_any_order_of_clauses(parts: list[str], codec: str) -> None:
    text = "".join(parts)
    assert decode(text.encode(codec)) == Decoded(text, codec)


def assert_text_or_refusal(data: bytes, **options: str) -> None:
    try:
        decoded = decode(data, **options)
    except UnreadableError as error:
        assert error.reason in ("bad_bytes", "binary", "empty")
        return
    decoded.text.encode("utf-8")  # fails on a lone surrogate
    assert "\0" not in decoded.text
    assert decoded.text.strip()
    assert decoded.bad_bytes <= max(1, len(data) // 100)
    assert decoded.text.count("\ufffd") >= decoded.bad_bytes


@given(st.binary(max_size=300))
def test_encodings_law_any_bytes_end_in_text_or_a_refusal(data: bytes) -> None:
    assert_text_or_refusal(data)


@given(st.binary(min_size=1, max_size=60), st.sampled_from(ENCODINGS))
def test_encodings_law_any_order_ends_in_text_or_a_refusal(data: bytes, order: str) -> None:
    assert_text_or_refusal(data, encoding=order)


@given(st.binary(max_size=12), st.integers(0, 300), st.sampled_from(["utf-8", "cp950", "gbk"]))
def test_encodings_law_garbage_inside_text_ends_in_text_or_a_refusal(
    garbage: bytes, at: int, codec: str
) -> None:
    data = TRADITIONAL.encode(codec)
    assert_text_or_refusal(data[:at] + garbage + data[at:])


def test_encodings_large_files_are_told_by_samples() -> None:
    for codec in ("cp950", "gbk", "utf-16-le", "utf-8"):
        assert decode((TRADITIONAL * 600).encode(codec)).text == TRADITIONAL * 600


def test_encodings_a_later_part_in_another_encoding_is_refused() -> None:
    data = (TRADITIONAL * 100).encode() + (TRADITIONAL * 100).encode("cp950")
    reason, detail = refusal(data)
    assert reason == "bad_bytes"
    assert detail["position"] == len((TRADITIONAL * 100).encode()) + 1
