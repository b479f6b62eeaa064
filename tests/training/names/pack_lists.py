"""Pack lists of names for the net: one file a licence, in the form that `lists.py` reads.

`python -m tests.training.names.pack_lists [--lists FOLDER] [--share-alike]`. The lists are tables
with a header and the columns name, kind, variant_of, source; `SOURCES.md` beside them says where
each comes from and under which terms. What is share-alike is packed only when it is asked for.
"""

from __future__ import annotations

import argparse
import csv
import lzma
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from components.entities.gazetteer import gazetteer
from components.entities.lists import CLASSES
from components.lexicon import KINDS
from components.text import norms

ROOT = Path(__file__).parents[3]
LISTS = ROOT.parent / "shared" / "gazetteers"
PACKED = ROOT / "components" / "entities" / "data" / "lists"
# Lists whose variants are other spellings or short forms of one name, in their licence's file.
_WITH_FORMS = {
    "people_foreign", "people_zh", "world_orgs", "world_places_variants", "tw_gov_central",
    "tw_courts", "tw_parties", "foreign_companies", "tw_company_groups", "hk_orgs", "media",
    "tw_hospitals", "tw_schools_universities", "variants_opencc",
}  # fmt: skip
# Licence -> list -> class of its names, a word for each kind.
TABLES: dict[str, dict[str, dict[str, str]]] = {
    "MIT": {
        "tw_features": {"LOC": "spot"},
        "tw_gov_central": {"ORG": "body"},
        "tw_courts": {"ORG": "body"},
        "tw_listed_companies": {"ORG": "firm"},
        "tw_company_groups": {"ORG": "firm"},
        "foreign_companies": {"ORG": "firm"},
        "hk_orgs": {"ORG": "body"},
        "tw_hospitals": {"ORG": "body"},
        "people_zh": {"PER": "person"},
        "people_foreign": {"PER": "person"},
        "world_places_variants": {"LOC": "place"},
        "cn_divisions": {"LOC": "place"},
        "world_orgs": {"ORG": "body"},
        "hk_places": {"LOC": "spot"},
        "media": {"ORG": "firm"},
    },
    "OGDL-Taiwan-1.0": {
        "tw_divisions": {"LOC": "place"},
        "tw_villages": {"LOC": "spot"},
        "tw_gov_gazette": {"ORG": "body"},
        "tw_parties": {"ORG": "body"},
        "tw_schools_universities": {"ORG": "body"},
        "tw_primary_schools": {"ORG": "body"},
        "tw_politicians": {"PER": "person"},
        "tw_officials_gazette": {"PER": "person"},
    },
    "BSD-3-Clause": {
        "brands_nsi": {"ORG": "firm"},
        "tw_gov_law": {"ORG": "body"},
    },
    "CC-BY-4.0": {"world_cities_geonames": {"LOC": "place"}},
    "Unicode-3.0": {"world_countries": {"LOC": "place"}},
    "Apache-2.0": {
        "variants_opencc": {"PER": "person", "LOC": "place", "ORG": "firm"},
        "hk_mtr_stations": {"LOC": "spot"},
    },
}
SHARE_ALIKE = {
    "CC-BY-SA-4.0": {"names_cedict": {"PER": "person", "LOC": "place", "ORG": "firm"}},
}


def main() -> None:
    """Pack the lists."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lists", type=Path, default=LISTS)
    parser.add_argument("--into", type=Path, default=PACKED)
    parser.add_argument("--share-alike", action="store_true", help="pack what is share-alike too")
    options = parser.parse_args()
    options.into.mkdir(parents=True, exist_ok=True)
    ordinary = {row["name"] for row in rows(options.lists / "_ambiguous.tsv")}
    ordinary = set(norms(ordinary).values())
    for licence, tables in (TABLES | (SHARE_ALIKE if options.share_alike else {})).items():
        packed = pack(options.lists, tables, ordinary)
        path = options.into / f"{licence}.txt.xz"
        path.write_bytes(packed)
        print(f"{path.name}: {len(packed):,} bytes")


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a table."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def pack(folder: Path, tables: dict[str, dict[str, str]], ordinary: set[str]) -> bytes:
    """Return the names of several lists by class, sorted and compressed.

    What the gazetteer knows of countries and world bodies goes with Wenmai's own lists.
    """
    classes: defaultdict[str, set[str]] = defaultdict(set)
    if "tw_features" in tables:
        for name, entry in gazetteer().names.items():
            if entry.common and len(name) > 1 and entry.kind != "PER":
                classes["place" if entry.kind == "LOC" else "body"].add(name)
    for table, class_of in tables.items():
        listed = [(r["name"], class_of.get(r["kind"])) for r in rows(folder / f"{table}.tsv")]
        norm_of = norms(name for name, _ in listed)
        for name, own in listed:
            if own and len(name) > 1 and not _is_country_and_office(norm_of[name]):
                classes["either" if norm_of[name] in ordinary else own].add(norm_of[name])
    parts = [line for own in CLASSES for line in (f"[{own}]", *sorted(classes[own]))]
    for kind in KINDS:
        parts += [f"[={kind}]", *forms_of(folder, tables, kind)]
    return lzma.compress("\n".join(parts).encode("utf-8"), preset=9 | lzma.PRESET_EXTREME)


def _is_country_and_office(norm: str) -> bool:
    """Tell whether a country's government or forces are named, where the country is the name."""
    head = re.sub("(?:政府|当局|军方)$", "", norm)
    return head != norm and head in gazetteer().names


def forms_of(folder: Path, tables: dict[str, dict[str, str]], kind: str) -> list[str]:
    """Return lines of the forms of one name, the main form first.

    A form that two names share says nothing and is left out, as 小布希 is, who is not 布希.
    """
    listed = [
        (row["variant_of"], row["name"])
        for table in tables
        if table in _WITH_FORMS
        for row in rows(folder / f"{table}.tsv")
        if row["variant_of"] and row["kind"] == kind and row["name"][:1] not in "小老"
    ]
    norm_of = norms(name for pair in listed for name in pair)
    mains: defaultdict[str, set[str]] = defaultdict(set)
    for main, form in listed:
        if norm_of[main] != norm_of[form]:
            mains[norm_of[form]].add(norm_of[main])
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for form, own in sorted(mains.items()):
        main = next(iter(own))
        if len(own) == 1 and main not in mains and " " not in form + main:
            groups[main].append(form)
    return [" ".join((main, *forms)) for main, forms in sorted(groups.items())]


if __name__ == "__main__":
    main()
