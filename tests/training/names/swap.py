"""Guess the sub-kind of a labelled name and draw another of the same kind."""

from __future__ import annotations

import re

from tests.training.names import slots
from tests.training.names.slots import R

_surn = {r[0] for r in slots.rows("stat_surnames_tw")[:200]}
_jsur = [s for s in slots._js if len(s) == 2]
_cset = set(slots._country) | set(slots._common)
_cnset = set(slots._cn) | set(slots._cnbig)
_hkset = set(slots._hk) | set(slots._mtr)
HAN = re.compile("[一-鿿]+")
_ORG = [
    (r"(?:地方法院|法院|地院|法庭)$", slots.court),
    (r"(?:檢察署|地檢署|檢察院)$", slots.prosecutor),
    (r"(?:分局|派出所|警察局|警察隊|分隊|消防隊)$", slots.police),
    (r"(?:大學|學院|大)$", slots.university),
    (r"(?:國小|小學|國中|中學|高中|學校|幼兒園|書院)$", slots.school),
    (r"(?:醫院|診所|榮總|醫學中心|分院|急診)$", slots.hospital),
    (r"(?:日報|時報|電視台|電視臺|新聞|週刊|廣播|電台|衛視|通訊社|晚報|報)$", slots.media),
    (r"(?:隊|足球俱樂部|俱樂部)$", slots.team),
    (r"(?:黨)$", slots.party),
    (r"(?:銀行|金控|證券|保險)$", slots.bank),
    (r"(?:公司|集團|企業|工業|航空|科技|電子|汽車|軟體|控股|實業|影業|唱片)$", slots.company),
    (r"(?:協會|聯盟|基金會|學會|總會|公會|工會|商會|促進會)$", slots.association),
    (r"(?:博物館|美術館|圖書館|紀念館)$", slots.museum),
    (r"(?:市政府|縣政府|市政局|公所)$", slots.local_gov),
    (r"(?:樂團|劇團|舞團|合唱團)$", slots.dance),
]
_ORG = [(re.compile(p), f) for p, f in _ORG]


def other(text, kind):
    """Another name of the same sub-kind, or None to keep this one."""
    if kind == "PER":
        if re.search("[A-Za-z]", text):
            return slots.person_latin() if HAN.search(text) is None else None
        if re.search("[·．‧・•]", text):
            return slots.person_foreign()
        if len(text) == 1:
            return slots.surname1()
        if text[:2] in slots._js and len(text) in (4, 5):
            return slots.person_jp()
        if text[0] in _surn and len(text) in (2, 3):
            return slots.person() if R.random() < 0.8 else slots.person_cn()
        if len(text) >= 3 and sum(c in slots._tc for c in text) >= len(text) - 1:
            return slots.person_one_foreign()
        return None
    if kind == "LOC":
        if re.search("[A-Za-z]", text):
            return None
        if len(text) == 1:
            return R.choice(slots._one) if text in slots._one else None
        if text in _cset:
            return slots.country()
        if text in slots.COUNTY or re.fullmatch(".{2}[市縣]", text):
            return R.choice([slots.county, slots.foreign_city, slots.cn_place])()
        if text in _hkset:
            return slots.hk_place()
        if text in _cnset:
            return slots.cn_place()
        if re.search("[鄉鎮區村里]$", text) and len(text) <= 4:
            return R.choice([slots.town, slots.village, slots.town])()
        if re.search("[路街道]$", text) and len(text) <= 5:
            return slots.road()
        if re.search("站$", text):
            return slots.station()
        if re.search(
            "(?:橋|山|溪|河|港|公園|島|湖|機場|車站|體育館|體育場|球場|水庫|老街|夜市|廣場|灣|園區|邨|遊樂園)$",
            text,
        ):
            return slots.facility()
        if re.search("[州省郡]$", text):
            return slots.region()
        if len(text) >= 2 and sum(c in slots._tc for c in text) == len(text):
            return slots.foreign_city()
        return (
            R.choice([slots.town_short, slots.county_short, slots.foreign_city])()
            if len(text) == 2
            else None
        )
    for p, f in _ORG:
        if p.search(text):
            return f()
    if re.fullmatch("[A-Za-z]{2,6}", text):
        return slots.acronym()
    if re.search("(?:部|署|局|院|委員會|處)$", text):
        return R.choice([slots.central, slots.foreign_gov, slots.central])()
    if len(text) <= 4:
        return (
            R.choice([slots.company, slots.team, slots.media])()
            if text not in ("聯合國", "歐盟", "北約", "中共")
            else None
        )
    return None


_OFFICE = re.compile("[縣市鎮鄉區村里]長|[縣市區]?議員|[縣市]民|人|籍|立委")


def _short_place():
    return R.choice(
        [slots.town_short, slots.county_short, slots.town_short, lambda: R.choice(slots._vstem)]
    )()


def substituted(text, spans, share=0.8):
    """Draw other names for a share of the names of a text; what is one name stays one."""
    out, new, at = "", [], 0
    memo = {}
    for a, b, k in sorted(spans):
        out += text[at:a]
        s = text[a:b]
        office = k == "LOC" and bool(_OFFICE.match(text, b))
        if office:  # 玉里 + 鎮長, 泰國 + 籍: what stands there must go on with the office
            t = s
            if R.random() < share and 2 <= len(s) <= 3 and s not in _cset:
                t = _short_place()
            elif R.random() < share and s in _cset:
                t = slots.country()
        else:
            if (s, k) not in memo:
                memo[s, k] = (other(s, k) if R.random() < share else None) or s
            t = memo[s, k]
        new.append((len(out), len(out) + len(t), k))
        out += t
        at = b
    return out + text[at:], new
