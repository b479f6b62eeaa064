"""Slots: invented names of every sub-kind, drawn from name lists or put together.

All text is Traditional; the net reads Simplified copies, so one script is enough. Lists that are
share-alike give nothing here, so that the weights owe them nothing.
"""

import csv
import random
import re
from collections import defaultdict
from pathlib import Path

from tests.training.names.pack_lists import LISTS

R = random.Random(0)


def _words():
    sections, own = {}, []
    for line in Path(__file__).with_name("words.txt").read_text("utf8").splitlines():
        if line.startswith("["):
            own = sections.setdefault(line.strip("[]"), [])
        elif not line.startswith("#"):
            own += line.split()
    return sections


WORDS = _words()


def rows(name):
    with (LISTS / f"{name}.tsv").open(encoding="utf8") as f:
        return list(csv.reader(f, delimiter="\t"))[1:]


def names(*files, kind=None, ok=lambda s: True):
    out = []
    for f in files:
        for r in rows(f):
            if (
                not r[3].endswith((">s", ">t", "-CN"))
                and (kind is None or r[1] == kind)
                and ok(r[0])
            ):
                out.append(r[0])
    return list(dict.fromkeys(out))


def weighted(pairs, power):
    items = [a for a, _ in pairs]
    cum, t = [], 0.0
    for _, w in pairs:
        t += float(w) ** power
        cum.append(t)
    return lambda: R.choices(items, cum_weights=cum)[0]


def pick(*items):
    return R.choice(items)


def chance(p):
    return R.random() < p


# ---- people ---------------------------------------------------------------------------------
_sur = [(r[0], int(r[1])) for r in rows("stat_surnames_tw") if r[3] == "single"]
surname1 = weighted(_sur, 0.55)
_comp = [r[0] for r in rows("stat_surnames_tw") if r[3] == "compound"] + WORDS["comp"]
_join = [r[0] for r in rows("stat_surnames_tw") if r[3] == "joined"]
_chars = rows("stat_given_chars_tw")
g_first = weighted([(r[0], max(int(r[3]), 0.3)) for r in _chars], 0.62)
g_second = weighted([(r[0], max(int(r[4]), 0.3)) for r in _chars], 0.62)
g_one = weighted([(r[0], max(int(r[2]), 0.2)) for r in _chars], 0.6)
_given = [r[0] for r in rows("stat_given_names_tw")]
_pop = [r[0] for r in rows("stat_popular_names_tw") if r[1] != "surname" and len(r[0]) == 2]
_modern = WORDS["modern"][0]
_hkgiven = WORDS["hkgiven"]


def surname():
    p = R.random()
    return R.choice(_comp) if p < 0.025 else R.choice(_join) if p < 0.035 else surname1()


def given():
    p = R.random()
    if p < 0.25:
        return R.choice(_given)
    if p < 0.33:
        return R.choice(_pop)
    if p < 0.5:
        return R.choice(_modern) + R.choice(_modern)
    if p < 0.55:
        return g_one()
    if p < 0.57:
        return R.choice(_hkgiven)
    return g_first() + g_second()


_real_tw = names(
    "tw_politicians",
    "people_zh",
    "tw_officials_gazette",
    kind="PER",
    ok=lambda s: 2 <= len(s) <= 4 and re.fullmatch("[一-鿿]+", s),
)


def person():
    return R.choice(_real_tw) if chance(0.08) else surname() + given()


def person_cn():
    return surname1() + (g_one() if chance(0.35) else g_first() + g_second())


def person_hk():
    return surname1() + (R.choice(_hkgiven) if chance(0.5) else given())


_translit = list(
    names(
        "world_cities_geonames",
        kind="LOC",
        ok=lambda s: (
            3 <= len(s) <= 8
            and re.fullmatch("[一-鿿]+", s)
            and s[-1] not in "市縣州區鎮島港山村町郡府道里"
        ),
    )
)
_tc = {r[0] for r in rows("stat_translit_chars")[:330]}
_translit = [n for n in _translit if all(c in _tc for c in n)]
_dotted = [
    n for n in names("variants_opencc", "people_foreign", kind="PER") if re.search("[·．‧・]", n)
]
_parts = [p for n in _dotted for p in re.split("[·．‧・]", n) if re.fullmatch("[一-鿿]{2,5}", p)]
_mono = [n for n in names("people_foreign", kind="PER") if re.fullmatch("[一-鿿]{2,5}", n)]
_big = defaultdict(list)
for _n in _translit + _parts * 3 + _mono * 3:
    for _a, _b in zip("^" + _n, _n + "$", strict=False):
        _big["" + _a].append(_b)


def translit(lo=2, hi=5):
    """A transliterated name from a chain of character pairs seen in real ones."""
    if chance(0.3):
        n = R.choice(_parts)
        if lo <= len(n) <= hi:
            return n
    for _ in range(60):
        s, c = "", "^"
        while len(s) <= hi:
            c = R.choice(_big[c])
            if c == "$":
                break
            s += c
        if lo <= len(s) <= hi:
            return s
    return R.choice(_mono)


DOT = ["．", "‧", "·", "・", "．", "•"]


def person_foreign():
    p = R.random()
    if p < 0.08:
        return R.choice(_mono)
    if p < 0.16:
        return R.choice(_dotted)
    if p < 0.45:
        return translit(2, 5)
    if p < 0.52:  # 唐納德川普
        return translit(2, 4) + translit(2, 4)
    d = R.choice(DOT)
    first = translit(2, 4)
    if p < 0.6:  # 尚-馬利．勒龐
        first = translit(1, 3) + R.choice("-－—") + translit(2, 3)
    s = first + d + translit(2, 5)
    return s + d + translit(2, 4) if chance(0.07) else s


def person_hyphened():
    """讓-呂克·梅朗雄: two given names with a hyphen, the first short, and a last name."""
    first = R.choice(["讓", "尚", "讓", "尚", "鄭", "安", "瑪麗", "皮耶", "安娜", "漢斯", "尤安"])
    rest = translit(2, 4) + (R.choice(DOT) + translit(2, 5) if chance(0.8) else "")
    return (first if chance(0.6) else translit(1, 3)) + R.choice("---－—") + rest


def person_two_parts():
    return translit(2, 5) + R.choice(DOT) + translit(2, 5)


def person_one_foreign():
    return R.choice(_mono) if chance(0.2) else translit(2, 5)


_js = WORDS["js"]
_jg = WORDS["jg"]


def person_jp():
    return R.choice(_js) + R.choice(_jg) if chance(0.85) else R.choice(_js)


_ks = WORDS["ks"]
_kg = WORDS["kg"]
_js += WORDS["words"]
_jg += WORDS["words_2"]
_vs = ["阮", "陳", "黎", "范", "黃", "潘", "武", "鄧", "裴", "杜", "胡", "吳", "楊", "李"]
_vg = WORDS["vg"]
_ig_tw = sorted(
    {
        n
        for n in names("tw_politicians", "people_zh", kind="PER")
        if re.search("[·．‧・]", n) and not re.search("[A-Za-z]", n)
    }
)
_ig = WORDS["ig"]
_ig = [
    x
    for x in _ig
    if not re.match("卓秋琴|陸浩銘|高一生|林明德|蔡善神|羅信|孫大川|古秀妃|樂安|達悟|賽夏|拿答", x)
]


_isyl = WORDS["isyl"]


_SOUNDS = WORDS["sounds"]


def isyl():
    return "".join(R.choice(_isyl) for _ in range(R.choice([2, 2, 2, 2, 3, 3, 4, 1])))


def person_indigenous():
    if chance(0.08):  # Panai Kusui
        return " ".join(
            "".join(R.choice(_SOUNDS) for _ in range(R.randint(2, 3))).title() for _ in "ab"
        )
    if chance(0.55):
        a = isyl()
        return (a if len(a) > 1 else a + R.choice(_isyl)) + R.choice(DOT) + isyl()
    p = R.random()
    if p < 0.12 and _ig_tw:
        return R.choice(_ig_tw)
    n = R.choice(_ig) + R.choice(DOT) + R.choice(_ig)
    return n + R.choice(DOT) + R.choice(_ig) if chance(0.1) else n


def given_indigenous():
    if chance(0.5):
        return R.choice(_isyl) + R.choice(_isyl)
    return R.choice(_ig)


_nick = WORDS["nick"]
_ng = WORDS["ng"]
_nick2 = WORDS["nick2"]
_lat = WORDS["lat"]
_latl = WORDS["latl"]


def nickname():
    p = R.random()
    if p < 0.2:
        return R.choice(_nick2)
    if p < 0.32:
        return R.choice(_lat)
    f = R.choice(_nick)
    return f.replace("{g}", R.choice(_ng)).replace("{s}", surname1())


def person_latin():
    return R.choice(_lat) + (" " + R.choice(_latl) if chance(0.75) else "")


def person_any():
    p = R.random()
    if p < 0.62:
        return person()
    if p < 0.78:
        return person_foreign()
    return R.choice(
        [
            person_cn,
            person_hk,
            person_jp,
            lambda: R.choice(_ks) + R.choice(_kg),
            lambda: R.choice(_vs) + R.choice(_vg),
            person_indigenous,
        ]
    )()


# ---- places ---------------------------------------------------------------------------------
_div = rows("tw_divisions")
COUNTY = WORDS["county"]
_town = sorted(
    {
        r[0]
        for r in _div
        if re.fullmatch("[^縣]{1,3}[鄉鎮市區]", r[0]) and r[0] not in COUNTY and len(r[0]) >= 2
    }
)
_ctown = defaultdict(list)
for r in _div:
    m = re.fullmatch("(.{2}[縣市])(.{1,4}[鄉鎮市區])", r[0])
    if m and m[1] in COUNTY:
        _ctown[m[1]].append(m[2])
_cty_keys = list(_ctown)
_tshort = [t[:-1] for t in _town if len(t) >= 3]
_village = [r[0] for r in rows("tw_villages") if re.fullmatch("[一-鿿]{2,4}[里村]", r[0])]
_road = [r[0] for r in rows("tw_roads") if re.fullmatch("[一-鿿]{2,6}[路街道]", r[0])]
_vstem = [v[:-1] for v in _village]


def county():
    return R.choice(COUNTY)


def county_short():
    return R.choice([*COUNTY, "馬祖縣", "台北市", "高雄市", "台中市", "新北市"])[:2]


def town():
    return R.choice(_town)


def town_short():
    return R.choice(_tshort)


def county_town():
    c = R.choice(_cty_keys)
    return (c[:2] if chance(0.22) else c) + R.choice(_ctown[c])


def village():
    return R.choice(_village)


def cn_num():
    return R.choice("一二三四五六七八九")


def road():
    r = R.choice(_road)
    if chance(0.35) and r[-1] == "路":
        r += cn_num() + "段"
    return r


def address():
    p = R.random()
    s = ""
    if p < 0.65:
        s = county_town()
    elif p < 0.8:
        s = town()
    elif p < 0.9:
        s = county()
    if chance(0.15):
        s += village()
    s += road()
    if chance(0.45):
        if chance(0.5):
            s += f"{R.randint(1, 400)}巷"
            if chance(0.3):
                s += f"{R.randint(1, 60)}弄"
        if chance(0.8):
            s += f"{R.randint(1, 800)}號"
    return s


def stem2():
    """Two characters as places, firms and schools bear them."""
    p = R.random()
    if p < 0.5:
        s = R.choice(_vstem)
        return s if len(s) == 2 else s[:2]
    if p < 0.75:
        return R.choice(_tshort)
    return R.choice(_road)[:2]


_FAC = WORDS["fac"]
_FACX = set(WORDS["facx"])
_feat = names("tw_features", kind="LOC")


def facility():
    p = R.random()
    if p < 0.22:
        return R.choice(_feat)
    f = R.choice([x for x in _FAC if x not in _FACX])
    s = stem2()
    if chance(0.12) and len(f) > 1:
        s = R.choice([town(), county(), county_short() + stem2(), town_short() + stem2()])
    return s + f


def station():
    p = R.random()
    s = stem2() if chance(0.6) else town_short()
    if p < 0.25:
        return R.choice(["高鐵", "捷運", "台鐵", "輕軌", "北捷", "港鐵"]) + s + "站"
    return s + R.choice(["車站", "火車站", "站", "轉運站", "捷運站", "高鐵站"])


def stadium():
    return stem2() + R.choice(WORDS["stadium"])


def highway():
    p = R.random()
    if p < 0.3:
        return f"國道{R.choice([1, 2, 3, 4, 5, 6, 8, 10, '一', '二', '三', '五'])}號"
    if p < 0.55:
        return f"台{R.randint(1, 90)}{R.choice(['線', '線', '甲線', '乙線'])}"
    if p < 0.63:
        return R.choice(["縣道", "市道"]) + f"{R.randint(101, 205)}號"
    if p < 0.7:
        county = R.choice("北桃竹苗中彰投雲嘉南高屏宜花東")
        return f"{county}{R.randint(1, 199)}{R.choice(['線', '鄉道'])}"
    if p < 0.85:
        return R.choice(WORDS["highway"])
    return stem2() + R.choice(
        ["交流道", "系統交流道", "服務區", "休息站", "快速道路", "環線道路", "匝道"]
    )


_country = names(
    "world_countries",
    kind="LOC",
    ok=lambda s: (
        len(s) >= 2 and re.fullmatch("[一-鿿]+", s) and s not in ("中共", "歐盟", "世界", "聯合國")
    ),
)
_common = WORDS["common"]
_wcity = names(
    "world_cities_geonames",
    "world_places_variants",
    kind="LOC",
    ok=lambda s: 2 <= len(s) <= 7 and re.fullmatch("[一-鿿]+", s),
)
_wmain = names("world_places_variants", kind="LOC", ok=lambda s: 2 <= len(s) <= 6)
_one = WORDS["one"]
_one_rare = WORDS["one_rare"]


def one():
    return R.choice(_one_rare) if chance(0.15) else R.choice(_one)


def country():
    return R.choice(_common) if chance(0.75) else R.choice(_country)


_cn = names("cn_divisions", kind="LOC", ok=lambda s: 2 <= len(s) <= 5)
_cnbig = WORDS["cnbig"]
_prov = [n for n in _cn if n.endswith(("省", "自治區"))] + WORDS["prov"]


def chain():
    p = R.random()
    if p < 0.35:
        s = R.choice(_prov) + R.choice(list(_cnbig[12:]) + _cn)
        s += R.choice([R.choice(_cn), ""]) if chance(0.3) else ""
        return ("中國" if chance(0.4) else "") + s
    if p < 0.5:
        return R.choice(["中國", "中國大陸", "大陸"]) + R.choice(_cnbig)
    c = country()
    return (
        c
        + (region_1() if p < 0.75 else "")
        + (R.choice(_wmain) if chance(0.5) else translit(2, 5))
        + R.choice(["", "", "市", "省", "州", "郡", "區"])
    )


def region_1():
    return translit(2, 4) + R.choice(["州", "省", "邦", "郡"])


def land():
    a = R.choice(
        [
            lambda: translit(2, 4),
            stem2,
            county_short,
            country,
            lambda: R.choice(["東", "西", "南", "北"]) + translit(2, 3),
            lambda: R.choice("東西南北") + county_short(),
        ]
    )()
    return a + R.choice(WORDS["land"][:-1])


def foreign_city():
    p = R.random()
    if p < 0.1:
        return chain()
    if p < 0.35:
        return R.choice(_wmain)
    if p < 0.75:
        return R.choice(_wcity)
    return translit(2, 5)


def region():
    if chance(0.25):
        return land()
    return (
        translit(2, 4) + R.choice(["州", "省", "邦", "郡", "大區", "地區"][:-1])
        if chance(0.8)
        else R.choice(WORDS["region"])
    )


def cn_place():
    if chance(0.2):
        return chain()
    return R.choice(_cnbig) if chance(0.4) else R.choice(_cn)


_hk = names("hk_places", kind="LOC")
_mtr = list(names("hk_mtr_stations", kind="LOC"))


def hk_place():
    p = R.random()
    if p < 0.72:
        return R.choice(_hk)
    if p < 0.82:
        return R.choice(_mtr)
    return R.choice(_hk)[:2] + R.choice(WORDS["hk_place"])


def place_any():
    p = R.random()
    if p < 0.18:
        return county_short()
    if p < 0.3:
        return county()
    if p < 0.4:
        return town()
    if p < 0.5:
        return county_town()
    if p < 0.6:
        return facility()
    if p < 0.76:
        return country()
    if p < 0.88:
        return foreign_city()
    return R.choice([cn_place, hk_place, town_short, region, station])()


# ---- bodies ---------------------------------------------------------------------------------
_gov = [
    n
    for n in names("tw_gov_central", "tw_gov_gazette", kind="ORG")
    if n not in ("府方", "國會", "海軍", "空軍", "陸軍")
]
_gov_s = [n for n in _gov if len(n) <= 4]
_gov_l = [n for n in _gov if len(n) > 4]
_BUR = WORDS["bur"]
_BUR = [b for b in _BUR if b not in ("環境部",)]


def local_gov():
    c = county()
    p = R.random()
    if p < 0.3:
        return c + "政府"
    if p < 0.65:
        return c + "政府" + R.choice(_BUR)
    if p < 0.85:
        return c[:2] + (c[2] if chance(0.4) else "") + R.choice(_BUR)
    if p < 0.93:
        return town() + "公所"
    return (
        R.choice([county_short() + "區監理所", county_short() + "市監理所", ""])
        + R.choice([county_short(), town_short()])
        + R.choice(WORDS["local_gov"])
    )


def city_hall():
    c = county()
    return R.choice(
        [
            c[0] + c[2] + "府" if c[0] not in "台臺新" else c[:3] + "府",
            c[:2] + c[2] + "府",
            {
                "台北市": "北市府",
                "臺北市": "北市府",
                "台中市": "中市府",
                "台南市": "南市府",
                "高雄市": "高市府",
                "新北市": "新北市府",
                "桃園市": "桃市府",
                "新竹縣": "竹縣府",
                "嘉義市": "嘉市府",
                "屏東縣": "屏縣府",
            }.get(c, c + "府"),
        ]
    )


def bare_bureau():
    return R.choice(_BUR)


def council():
    c = R.choice(COUNTY)
    return R.choice([c + "議會", c[:2] + "議會", c[:3] + "議會", town() + "民代表會"])


def police():
    p = R.random()
    if p < 0.2:
        return (
            county()
            + "政府警察局"
            + (
                town_short() + "分局"
                if chance(0.6)
                else R.choice(
                    [
                        "刑事警察大隊",
                        "交通警察大隊",
                        "少年隊",
                        "婦幼隊",
                        "保安大隊",
                        "刑警大隊",
                        "捷運隊",
                        "",
                    ]
                )
            )
        )
    if p < 0.33:
        return (
            R.choice([county(), county_short()])
            + "警局"
            + (town_short() + "分局" if chance(0.6) else "")
        )
    if p < 0.5:
        return (town_short() if chance(0.7) else stem2()) + "分局"
    if p < 0.7:
        return stem2() + "派出所"
    if p < 0.76:
        return R.choice(["刑事局", "刑事警察局", "刑大", "刑警大隊"]) + R.choice(
            ["", f"偵{cn_num()}隊", f"偵查第{cn_num()}大隊", f"偵{cn_num()}大隊"]
        )
    if p < 0.82:
        return (
            f"國道公路警察局第{cn_num()}公路警察大隊"
            if chance(0.5)
            else R.choice(
                [
                    "航空警察局",
                    "航警局",
                    "鐵路警察局",
                    "鐵警局",
                    "國道警察局",
                    "警政署",
                    "內政部警政署",
                    "保二總隊",
                    "保七總隊",
                    f"保{cn_num()}總隊",
                    "移民署",
                    "刑事局",
                    "國道警察",
                ][:-1]
            )
        )
    if p < 0.95:
        return stem2() + R.choice(WORDS["police"])
    return town_short() + "分局" + stem2() + "派出所"


_ct = names("tw_courts", kind="ORG")
_pro = [n for n in _ct if "檢" in n]
_crt = [n for n in _ct if "檢" not in n]


def court():
    if chance(0.5):
        c = county_short()
        return R.choice(
            [
                c + "地院",
                c + "地方法院",
                "台灣" + c + "地方法院",
                "台灣高等法院",
                "高等法院",
                "高院",
                "最高法院",
                "最高行政法院",
                "台北高等行政法院",
                "智慧財產及商業法院",
                "智財法院",
                "憲法法庭",
                "懲戒法院",
                "台灣高等法院" + c + "分院",
                "高院" + c + "分院",
                c + "高分院",
                "新店簡易庭",
                "少年及家事法院",
            ]
        )
    return R.choice(_crt)


def prosecutor():
    if chance(0.5):
        c = county_short()
        return R.choice(
            [
                c + "地檢署",
                c + "地檢",
                c + "地方檢察署",
                "台灣" + c + "地方檢察署",
                R.choice(WORDS["prosecutor"]) + "檢",
                "最高檢察署",
                "高檢署",
                "最高檢",
                "士林地檢署",
                "橋頭地檢署",
                "橋檢",
                "士檢",
                "新北檢",
            ]
        )
    return R.choice(_pro)


_listed = list(
    names("tw_listed_companies", kind="ORG", ok=lambda s: re.fullmatch("[一-鿿]{2,4}", s))
)
_ambig = {r[0] for r in rows("_ambiguous")}
_listed = [n for n in _listed if n not in _ambig]
_grp = names("tw_company_groups", kind="ORG")
_fco = names("foreign_companies", kind="ORG")
_BS = WORDS["bs"]
_IND = WORDS["ind"]
_SUF = WORDS["suf"]


def co_stem():
    s = R.choice(_BS) + R.choice(_BS)
    return s + R.choice(_BS) if chance(0.08) else s


def company_full():
    s = co_stem() if chance(0.85) else stem2()
    return s + R.choice(_IND) + R.choice(_SUF) if chance(0.85) else s + R.choice(_SUF[:5])


def company():
    p = R.random()
    if p < 0.3:
        return R.choice(_listed)
    if p < 0.42:
        return R.choice(_grp)
    if p < 0.5:
        return R.choice(_fco)
    if p < 0.75:
        return co_stem() + R.choice(_IND)
    if p < 0.82:
        return co_stem() + R.choice(WORDS["company"][:15])
    if p < 0.9:
        return translit(2, 4) + R.choice(
            [
                "",
                "公司",
                "集團",
                "科技",
                "汽車",
                "航空",
                "製藥",
                "銀行",
                "能源",
                "電信",
                "證券",
                "影業",
                "國際",
            ]
        )
    return company_full()


def foreign_company():
    return R.choice(_fco) if chance(0.6) else translit(2, 4) + R.choice(WORDS["foreign_company"])


def bank():
    p = R.random()
    b = (
        R.choice([n for n in _grp if n.endswith(("銀行", "銀", "金控", "人壽", "證券", "產險"))])
        if chance(0.5)
        else co_stem() + R.choice(WORDS["b"])
    )
    if p < 0.3 and b.endswith("銀行"):
        b += (stem2() if chance(0.5) else town_short()) + "分行"
    return b


_uni = list(names("tw_schools_universities", kind="ORG"))
_prim = list(names("tw_primary_schools", kind="ORG", ok=lambda s: s.endswith("國小")))
_DEP = WORDS["dep"]


def university():
    u = R.choice(_uni)
    if chance(0.15):
        u = (
            R.choice(["國立", "", ""])
            + stem2()
            + R.choice(["大學", "科技大學", "科大", "醫學大學", "藝術大學"])
        )
    elif chance(0.1):
        u = translit(2, 4) + R.choice(["大學", "理工學院", "醫學院"])
    if chance(0.3) and u.endswith(("大學", "大", "學院")):
        u += R.choice(_DEP)
    return u


def school():
    p = R.random()
    if p < 0.35:
        return R.choice(_prim)
    if p < 0.45:
        return (
            R.choice([county(), county_short(), town()])
            + R.choice(["", "立", ""])
            + stem2()
            + R.choice(["國小", "國中", "高中", "國民小學", "國民中學", "高級中學"])
        )
    return stem2() + R.choice(WORDS["school"])


_hos = list(names("tw_hospitals", kind="ORG"))


def hospital():
    p = R.random()
    if p < 0.45:
        return R.choice(_hos)
    s = stem2() if chance(0.5) else (co_stem() if chance(0.6) else town_short())
    if p < 0.85:
        return s + R.choice(WORDS["hospital"])
    return (
        R.choice(
            [
                "衛生福利部",
                "衛福部",
                "國軍",
                "部立",
                county() + "立",
                "台北榮民總醫院",
                "三軍總醫院",
                "台大醫院",
                "國立台灣大學醫學院附設醫院",
            ]
        )
        + s
        + R.choice(["醫院", "總醫院", "分院", "醫院", "聯合醫院"])
    )


_med = list(names("media", kind="ORG", ok=lambda s: len(s) >= 2))


def media():
    return (
        R.choice(_med)
        if chance(0.85)
        else R.choice([stem2(), translit(2, 4), co_stem()]) + R.choice(WORDS["media"])
    )


_TN = WORDS["tn"]


_TSHORT = WORDS["tshort"]


def team():
    if chance(0.22):
        return R.choice(_TSHORT)
    p = R.random()
    if p < 0.1:
        return R.choice(WORDS["team"])
    if p < 0.3:
        return R.choice([co_stem(), R.choice(_listed), R.choice(_grp)]) + R.choice(_TN)
    if p < 0.45:
        return foreign_city() + R.choice(_TN)
    if p < 0.6:
        return R.choice(_TN[11:]) if chance(0.3) else county_short() + R.choice(_TN)
    if p < 0.8:
        return R.choice(
            [
                country(),
                country(),
                county_short(),
                "中華",
                "中華",
                "中華台北",
                "日本",
                "南韓",
                "美國",
            ]
        ) + R.choice(WORDS["team_2"])
    if p < 0.9:
        return R.choice(
            [school(), R.choice(_listed), co_stem(), county(), R.choice(_uni)]
        ) + R.choice(["隊", "棒球隊", "籃球隊", "隊", "青棒", "足球隊", "女排"])
    return translit(2, 4) + R.choice(["", "隊", "聯隊", "FC", "競技"])


_ASF = WORDS["asf"]
_AST = WORDS["ast"]


def association():
    p = R.random()
    h = R.choice(
        [
            "台灣",
            "中華民國",
            "中華",
            "全國",
            "臺灣",
            "",
            county(),
            county_short() + "市",
            county_short() + "縣",
            town(),
            "亞洲",
            "國際",
            "香港",
            stem2(),
        ]
    )
    if p < 0.12:
        return town_short() + R.choice(
            ["區漁會", "漁會", "農會", "地區農會", "鎮農會", "鄉農會", "區農會"]
        )
    if p < 0.3:
        return (
            co_stem()
            + R.choice(["慈善", "文教", "社福", "教育", "藝術", ""])
            + R.choice(["基金會", "協會"])
        )
    if p < 0.38:
        return stem2() + R.choice(WORDS["association"])
    return h + R.choice(_AST) + R.choice(_ASF)


_worg = names("world_orgs", kind="ORG")
_MIN = WORDS["min"]
_FB = WORDS["fb"]
_FB = [b for b in _FB if b not in ("教會", "國務卿辦公室")]


def foreign_ministry():
    return country() + R.choice(_MIN)


def foreign_gov():
    p = R.random()
    if p < 0.35:
        return foreign_ministry()
    if p < 0.8:
        return country() + R.choice(_FB)
    if p < 0.9:
        return R.choice([foreign_city(), region()]) + R.choice(WORDS["foreign_gov"][:-1])
    return R.choice(
        [
            "美國在台協會",
            "日本台灣交流協會",
            "歐洲經貿辦事處",
            "英國在台辦事處",
            "駐" + country() + "代表處",
            "駐" + foreign_city() + "辦事處",
            "駐" + foreign_city() + "經濟文化辦事處",
            "美國駐" + country() + "大使館",
            "中國駐" + country() + "大使館",
            country() + "駐" + country() + "大使館",
            "中國駐" + foreign_city() + "總領事館",
        ]
    )


_ACR = WORDS["acr"]


def acronym():
    return (
        R.choice(_ACR)
        if chance(0.55)
        else "".join(R.choice("ABCDEFGHIJKLMNOPRSTUVWY") for _ in range(R.randint(2, 5)))
    )


_CNORG = WORDS["cnorg"]


def cn_org():
    p = R.random()
    if p < 0.4:
        return R.choice(_CNORG)
    c = cn_place()
    return c + R.choice(WORDS["cn_org"])


_hko = names("hk_orgs", kind="ORG")


def hk_org():
    p = R.random()
    if p < 0.65:
        return R.choice(_hko)
    h = R.choice(_hk)[:2]
    return h + R.choice(WORDS["hk_org"][:16])


_pty = list(names("tw_parties", kind="ORG"))


def party():
    p = R.random()
    if p < 0.5:
        return R.choice(WORDS["party"])
    if p < 0.6:
        return R.choice(_pty)
    if p < 0.72:
        return R.choice(WORDS["party_2"][:-1])
    if p < 0.86:
        return R.choice(["民進黨", "國民黨", "民眾黨", "時代力量", "親民黨"]) + R.choice(
            [
                "立法院黨團",
                "立院黨團",
                "中央黨部",
                "中常會",
                county_short() + "市黨部",
                county_short() + "縣黨部",
                "市議會黨團",
                "議會黨團",
                "團",
                "中評會",
                "青年部",
            ][:10]
        )
    return translit(2, 3) + R.choice(["黨", "人民黨", "民主黨", "陣線", "解放陣線", "運動"])


_MUS = WORDS["mus"]


def museum():
    return (
        R.choice(
            [
                county_short(),
                stem2(),
                "國立" + county_short(),
                "國立台灣",
                town_short(),
                county() + "立",
                co_stem(),
            ]
        )
    ) + R.choice(_MUS[:24])


def shop():
    s = R.choice([co_stem(), stem2(), "阿" + R.choice(_ng), "老" + surname1()])
    return s + R.choice(WORDS["shop"])


def dance():
    return R.choice([stem2(), co_stem(), translit(2, 3)]) + R.choice(WORDS["dance"])


def army():
    p = R.random()
    if p < 0.35:
        return R.choice(
            ["陸軍", "海軍", "空軍", "海軍陸戰隊", "憲兵", "國防部", "後備"]
        ) + R.choice(
            [
                f"第{cn_num()}軍團",
                f"{R.randint(101, 586)}旅",
                f"{R.randint(101, 586)}聯兵旅",
                county_short() + "防衛指揮部",
                f"第{cn_num()}戰術戰鬥機聯隊",
                f"第{cn_num()}作戰區",
                "司令部",
                "指揮部",
                "航空特戰指揮部",
                f"{R.randint(101, 299)}旅",
                "士官學校",
                "官校",
                f"{R.randint(101, 168)}艦隊",
            ]
        )
    if p < 0.5:
        return R.choice(
            [
                "海巡署",
                "海洋委員會海巡署",
                "海巡署" + county_short() + "海巡隊",
                county_short() + "海巡隊",
                "海巡署艦隊分署",
                f"艦隊分署第{cn_num()}海巡隊",
                county_short() + "防衛指揮部",
                "南部分署",
                "金馬澎分署",
                "國防部",
                "參謀本部",
                "國防大學",
                "中科院",
                "陸軍官校",
                "政戰局",
                "軍情局",
                "國安局",
                "調查局",
                f"調查局{county()}調查處",
                "調查局" + county_short() + "調查站",
                "廉政署",
            ]
        )
    return R.choice(_gov_l)


_SUB = WORDS["sub"]


def central():
    if chance(0.15):
        return R.choice(_GMIN + _GCOM) + R.choice(_SUB)
    if chance(0.1):
        return R.choice(_SUB)
    if chance(0.06):
        return R.choice(
            [
                "行政院",
                "立法院",
                "司法院",
                "監察院",
                "考試院",
                "總統府",
                "立院",
                "監院",
                "國安會",
                "中央選舉委員會",
                "行政院",
                "立法院",
                "總統府",
                "中選會",
                county() + "選舉委員會",
                county_short() + "選委會",
                "證交所",
                "櫃買中心",
                "央行",
                "主計總處",
                "氣象署",
                "水保局",
                "原能會",
                "故宮",
                "中研院",
                "國衛院",
                "工研院",
                "資策會",
                "國家文官學院",
                "中央研究院"
                + R.choice(
                    [
                        "生物多樣性研究中心",
                        "地球科學研究所",
                        "社會學研究所",
                        "分子生物研究所",
                        "史語所",
                    ]
                ),
            ]
        )
    p = R.random()
    return R.choice(_gov_s) if p < 0.55 else R.choice(_gov_l)


_GMIN = [n for n in _gov if n.endswith("部") and len(n) <= 5] + WORDS["gmin"]
_GCOM = [n for n in _gov if n.endswith("會") and len(n) <= 7] + WORDS["gcom"][:-1]
_GDEP = [n for n in _gov if n.endswith(("署", "局", "院")) and len(n) <= 9]


def org_any():
    return R.choice(
        [
            company,
            company,
            bank,
            university,
            school,
            hospital,
            media,
            team,
            association,
            local_gov,
            central,
            central,
            party,
            court,
            prosecutor,
            police,
            foreign_gov,
            foreign_company,
            museum,
            shop,
            dance,
            hk_org,
            cn_org,
            acronym,
            lambda: R.choice(_worg),
        ]
    )()


# ---- words that are no names ------------------------------------------------------------------
def num(a, b):
    return lambda: str(R.randint(a, b))


_TTL = WORDS["ttl"]
_TTL = [t for t in _TTL if t not in ("市議員", "縣議員")]
_VB = WORDS["vb"]
_GRP2 = WORDS["grp2"]
_COMMON = WORDS["common_2"]
_WIRE = WORDS["wire"]


def pre_title_person():
    return R.choice(_TTL)


NONE = {
    "ttl": lambda: R.choice(_TTL),
    "vb": lambda: R.choice(_VB),
    "grp2": lambda: R.choice(_GRP2),
    "com": lambda: R.choice(_COMMON),
    "n": num(2, 9),
    "nn": num(11, 98),
    "nnn": num(101, 999),
    "d": num(1, 31),
    "m": num(1, 12),
    "h": num(1, 12),
    "yr": num(2008, 2027),
    "roc": num(95, 115),
    "age": num(18, 89),
    "pct": lambda: f"{R.randint(1, 60)}.{R.randint(0, 9)}",
    "cn": cn_num,
    "wan": lambda: R.choice(["{}萬", "{}億", "{}億元", "{}萬元", "{}00萬元"]).format(
        R.randint(2, 980)
    ),
    "ty": lambda: R.choice(
        [
            "海葵",
            "凱米",
            "康芮",
            "山陀兒",
            "杜蘇芮",
            "卡努",
            "小犬",
            "尼伯特",
            "莫拉克",
            "梅姬",
            "瑪莉亞",
            "丹娜絲",
            "薔蜜",
            "利奇馬",
            "白鹿",
            "蘇迪勒",
            "天鵝",
            "泰利",
            "瑪娃",
            "樺加沙",
            "鳳凰",
            "楊柳",
            "米娜",
            "納莉",
            "賀伯",
            translit(2, 3),
        ]
    ),
    "dis": lambda: R.choice(WORDS["dis"]),
    "peo": lambda: R.choice(WORDS["peo"]),
    "lan": lambda: R.choice(WORDS["lan"]),
    "law": lambda: R.choice(WORDS["law"]),
    "line": lambda: R.choice(WORDS["line"][:-3]),
    "ship": lambda: R.choice(WORDS["ship"]),
    "award": lambda: R.choice(WORDS["award"][:-1]),
    "fest": lambda: R.choice(WORDS["fest"]),
    "book": lambda: R.choice(
        [
            "淡水暮色",
            "海角七號",
            "賽德克·巴萊",
            "悲情城市",
            "台北人",
            "鴨子向東飛",
            "返校",
            "華麗島軼聞",
            "斯卡羅",
            "天橋上的魔術師",
            "北港香爐人人插",
            "玉山飄雪",
            "聽見下雨的聲音",
            "大港的女兒",
            "我在上海的日子",
            "東京愛情故事",
            "首爾之春",
            "巴黎我愛你",
            "北京遇上西雅圖",
            "台灣通史",
            "倫敦大火",
            "香港製造",
            "關於我和鬼變成家人的那件事",
            "莎士比亞全集",
            "周處除三害",
            "少年PI的奇幻漂流",
            stem2() + "之戀",
            stem2() + "往事",
            "寂寞的" + R.choice(_ng) + "先生",
            county_short() + "風雲",
        ]
    ),
    "cur": lambda: R.choice(WORDS["cur"]),
    "idx": lambda: R.choice(WORDS["idx"]),
    "prod": lambda: R.choice(
        [
            "iPhone 17",
            "ChatGPT",
            "Model Y",
            "特斯拉Model 3"[3:],
            "F-16V戰機",
            "愛國者飛彈",
            "雄三飛彈",
            "天弓三型飛彈",
            "Galaxy S25",
            "PS5",
            "海馬士火箭",
            "B-52轟炸機",
            "勇鷹高教機",
            "HIMARS",
            "GPT-5",
            "Switch 2",
            "星鏈",
            "標槍飛彈",
            "無人機",
            "殲-20",
            "波音737",
            "A350客機",
            "高端疫苗",
            "BNT疫苗",
            "威而鋼",
            "瘦瘦針",
            "Threads",
            "臉書",
            "Line",
            "IG",
            "PTT",
            "YouTube",
            "TikTok",
            "WhatsApp",
        ]
    ),
    "animal": lambda: R.choice(WORDS["animal"]),
    "pet": lambda: R.choice(WORDS["pet"]),
    "food": lambda: R.choice(WORDS["food"]),
    "grp": lambda: R.choice(WORDS["grp"][:-12]),
    "crime": lambda: R.choice(WORDS["crime"]),
    "rel": lambda: R.choice(WORDS["rel"]),
}

NONE |= {
    "cs": lambda: R.choice(_comp),
    "g2": lambda: R.choice(_given) if chance(0.5) else g_first() + g_second(),
}

SLOT = {
    "PHY": (person_hyphened, "PER"),
    "PDD": (person_two_parts, "PER"),
    "P": (person, "PER"),
    "PA": (person_any, "PER"),
    "PF": (person_foreign, "PER"),
    "PO": (person_one_foreign, "PER"),
    "PC": (person_cn, "PER"),
    "PH": (person_hk, "PER"),
    "PJ": (person_jp, "PER"),
    "PK": (lambda: R.choice(_ks) + R.choice(_kg), "PER"),
    "PV": (lambda: R.choice(_vs) + R.choice(_vg), "PER"),
    "PI": (person_indigenous, "PER"),
    "PIG": (given_indigenous, "PER"),
    "PN": (nickname, "PER"),
    "PL": (person_latin, "PER"),
    "PS": (lambda: R.choice(_comp) if chance(0.03) else surname1(), "PER"),
    "PG": (lambda: (lambda g: g if len(g) == 2 else g_first() + g_second())(given()), "PER"),
    "C": (county, "LOC"),
    "CS": (county_short, "LOC"),
    "T": (town, "LOC"),
    "TS": (town_short, "LOC"),
    "CT": (county_town, "LOC"),
    "V": (village, "LOC"),
    "VS": (lambda: R.choice(_vstem), "LOC"),
    "AD": (address, "LOC"),
    "R": (road, "LOC"),
    "F": (facility, "LOC"),
    "ST": (station, "LOC"),
    "SD": (stadium, "LOC"),
    "HW": (highway, "LOC"),
    "N": (country, "LOC"),
    "N1": (one, "LOC"),
    "FC": (foreign_city, "LOC"),
    "RG": (region, "LOC"),
    "CN": (cn_place, "LOC"),
    "HK": (hk_place, "LOC"),
    "L": (place_any, "LOC"),
    "TL": (
        lambda: R.choice(
            [county, county_short, town, county_town, town_short, village, facility]
        )(),
        "LOC",
    ),
    "G": (central, "ORG"),
    "GM": (lambda: R.choice(_GMIN), "ORG"),
    "GC": (lambda: R.choice(_GCOM), "ORG"),
    "GD": (lambda: R.choice(_GDEP), "ORG"),
    "GL": (local_gov, "ORG"),
    "CH": (city_hall, "ORG"),
    "BB": (bare_bureau, "ORG"),
    "CC": (council, "ORG"),
    "POL": (police, "ORG"),
    "CRT": (court, "ORG"),
    "PRO": (prosecutor, "ORG"),
    "CO": (company, "ORG"),
    "CF": (company_full, "ORG"),
    "FCO": (foreign_company, "ORG"),
    "BK": (bank, "ORG"),
    "UNI": (university, "ORG"),
    "SCH": (school, "ORG"),
    "HOS": (hospital, "ORG"),
    "MED": (lambda: R.choice(_WIRE) if chance(0.3) else media(), "ORG"),
    "WIRE": (lambda: R.choice(_WIRE), "ORG"),
    "CHN": (chain, "LOC"),
    "LAND": (land, "LOC"),
    "TEAM": (team, "ORG"),
    "ASN": (association, "ORG"),
    "INT": (lambda: R.choice(_worg), "ORG"),
    "FM": (foreign_ministry, "ORG"),
    "FG": (foreign_gov, "ORG"),
    "ACR": (acronym, "ORG"),
    "CNO": (cn_org, "ORG"),
    "HKO": (hk_org, "ORG"),
    "PTY": (party, "ORG"),
    "MUS": (museum, "ORG"),
    "SHOP": (shop, "ORG"),
    "ART": (dance, "ORG"),
    "ARMY": (army, "ORG"),
    "O": (org_any, "ORG"),
}
