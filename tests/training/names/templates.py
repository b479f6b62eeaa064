"""Turn templates into labelled sentences.

Template syntax: {P} a slot of slots.py; {P:1} the same name again wherever {P:1} stands;
[a|b|] a free choice; <LOC:text> a fixed name; everything else is plain text. Several
sentences may stand in one template.
"""

from __future__ import annotations

import re
from pathlib import Path

from tests.training.names import slots
from tests.training.names.slots import NONE, SLOT, R

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_TOKEN = re.compile(r"\{([A-Za-z0-9]+)(?::(\w+))?\}|<(PER|LOC|ORG):((?:[^<>])*)>")


def heads(name, own):
    """Names cut before the office: 苗栗|縣長, 草屯|鎮長, 斗南|里長, 文化部|長."""
    if name == "MAYOR":
        c = slots.county()
        return [(c[:2], "LOC"), (c[2] + "長", None)]
    if name == "TMAYOR":
        t = slots.town()
        if len(t) < 3:
            return [(t, "LOC"), ("長", None)]
        return [(t[:-1], "LOC"), (t[-1] + "長", None)]
    if name == "VHEAD":
        v = slots.village()
        return [(v[:-1], "LOC"), (v[-1] + "長", None)]
    if name == "COUNC":
        c = slots.county()
        return [(c[:2], "LOC"), (c[2] + "議員", None)]
    if name == "COUNCX":
        c = slots.county()
        return [
            (c[:2], "LOC"),
            (R.choice(["市", "縣", ""]) + R.choice(["議員", "議會議員"]), None),
        ]
    if name == "MIN":  # 文化部|長, 日本外務大臣
        p = R.random()
        if p < 0.5:
            return [(R.choice(slots._GMIN), "ORG"), (R.choice(["長", "長", "次長", "政次"]), None)]
        if p < 0.6:
            return [(R.choice(slots._BUR[:38]), "ORG"), ("長", None)]
        if p < 0.7:
            return [
                (slots.county_short(), None)
                and (slots.county_short() + R.choice("市縣") + R.choice(slots._BUR[:38]), "ORG"),
                ("長", None),
            ]
        return [(slots.foreign_ministry(), "ORG"), ("長", None)]
    if name == "FMIN":
        return [
            (slots.foreign_ministry(), "ORG"),
            (R.choice(["長", "長", "發言人", "次長", "官員"]), None),
        ]
    if name == "PLANT":  # 台積電|熊本|廠
        return [
            (slots.company(), "ORG"),
            (
                R.choice(
                    [slots.county_short, slots.town_short, slots.foreign_city, slots.cn_place]
                )(),
                "LOC",
            ),
            (R.choice(["廠", "工廠", "新廠", "二廠", "廠區"]), None),
        ]
    if name == "N1N1":  # 美中, 台日
        a = slots.one()
        b = slots.one()
        while b == a:
            b = slots.one()
        return [(a, "LOC"), (b, "LOC")]
    if name == "N1N1N1":
        return [
            (a, "LOC")
            for a in R.sample(sorted(set(slots._one + slots._one_rare)) + slots._one[:14], 3)
        ]
    if name == "WRITERS":
        out = [(slots.person(), "PER")]
        while R.random() < 0.25:
            out += [("、", None), (slots.person(), "PER")]
        return out
    if name == "NSIDE":  # 俄方, 韓股: no names
        return [
            (
                R.choice(slots._one)
                + R.choice(["方", "方", "方", "方", "股", "語", "籍", "系", "製", "式"][:5]),
                None,
            )
        ]
    if name == "sn":
        return [(slots.surname1(), None)]
    if name == "SNX":  # 陳男, 黃女, 李嫌
        return [(slots.surname1() + R.choice("男女嫌婦翁童母父妻夫媳"), None)]
    raise KeyError(name)


def expand(template):
    while m := _CHOICE.search(template):
        template = template[: m.start()] + R.choice(m[1].split("|")) + template[m.end() :]
    parts, bound, at = [], {}, 0
    for m in _TOKEN.finditer(template):
        if m.start() > at:
            parts.append((template[at : m.start()], None))
        at = m.end()
        if m[3]:
            parts.append((expand(m[4])[0], m[3]))
            continue
        name, key = m[1], m[2]
        if key and (name, key) in bound:
            parts += bound[name, key]
            continue
        if name in SLOT:
            f, kind = SLOT[name]
            got = [(f(), kind)]
        elif name in NONE:
            got = [(NONE[name](), None)]
        else:
            got = heads(name, bound)
        if key:
            bound[name, key] = got
        parts += got
    parts.append((template[at:], None))
    text, spans = "", []
    for t, k in parts:
        if k and t:
            last = spans[-1] if spans else None
            if (
                k == "LOC"
                and last
                and last[1:] == (len(text), "LOC")
                and last[1] - last[0] > 1
                and len(t) > 1
                and not text.endswith(("線", "號", "公路", "道路", "隧道", "站", "交流道", "橋"))
            ):
                spans[-1] = (
                    last[0],
                    len(text) + len(t),
                    "LOC",
                )  # levels without a break are one name
            else:
                spans.append((len(text), len(text) + len(t), k))
        text += t
    return text, spans


def load(*files):
    out = []
    for f in files:
        for line in Path(f).read_text("utf8").splitlines():
            line = line.strip("\n")
            if line.strip() and not line.startswith("#"):
                out.append(line)
    return out
