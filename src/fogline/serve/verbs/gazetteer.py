"""`fogline gazetteer`: place names of the user's own, from GeoNames and OpenStreetMap."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fogline.serve.notices import NOTHING_FOUND, counted, leave, progress, tell
from fogline.serve.options import As, Format, GazetteerFile, read_with

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fogline.data.gazetteer import Entry
    from fogline.outputs.tables import Row

_SHOWN_ASIDE = 20  # rows set aside that are told one by one; of millions, the rest are counted

app = typer.Typer(
    name="gazetteer",
    no_args_is_help=True,
    rich_markup_mode=None,
    help="""Make, ask and check files of place names.

fogline knows 250,000 places. A file of your own adds to them, down to the hamlet, for the countries that you follow.

\b
Example:
  fogline gazetteer import UA.zip alternateNamesV2.zip --out ukraine.gazetteer
  fogline gazetteer show Ivanivske --gazetteer ukraine.gazetteer
  fogline brief reports/ --gazetteer ukraine.gazetteer
""",
)

Table = Annotated[Path | None, typer.Option(metavar="FILE", show_default=False)]


@app.command("import")
def import_(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Dumps of GeoNames (.txt, .zip), extracts of OSM.", show_default=False),
    ],
    out: Annotated[Path, typer.Option(metavar="FILE", help="The file to make.", show_default=False)],
    countries: Annotated[
        str | None, typer.Option(metavar="CODES", help="Only these countries, such as UA,RU.", show_default=False)
    ] = None,
    alternate_names: Annotated[
        Path | None, typer.Option(metavar="FILE", help="GeoNames' alternateNamesV2.", show_default=False)
    ] = None,
    admin1: Annotated[
        Path | None, typer.Option(metavar="FILE", help="GeoNames' admin1CodesASCII.", show_default=False)
    ] = None,
    admin2: Annotated[
        Path | None, typer.Option(metavar="FILE", help="GeoNames' admin2Codes.", show_default=False)
    ] = None,
    min_population: Annotated[
        int, typer.Option(min=0, metavar="N", help="Only settlements of at least so many people.")
    ] = 0,
    osm_country: Annotated[
        str | None,
        typer.Option(metavar="CODE", help="The country of OSM places that do not say theirs.", show_default=False),
    ] = None,
) -> None:
    """Make a file of place names.

    Tables of GeoNames may stand among the FILEs too; they are known by their names. Rows that cannot be used are set
    aside with their line and the reason.

    \b
    Example:
      fogline gazetteer import allCountries.zip --out all.gazetteer --min-population 500
      fogline gazetteer import UA.zip RU.zip --alternate-names alternateNamesV2.zip --out front.gazetteer
      fogline gazetteer import sudan.osm.pbf --osm-country SD --out sudan.gazetteer
    """
    from fogline.data.gazetteer_import import Wanted, import_files
    from fogline.data.gazetteer_lines import Aside

    paths = [*files, *(path for path in (admin1, admin2, alternate_names) if path is not None)]
    wanted = Wanted(
        countries=frozenset(_codes(countries, "--countries")),
        min_population=min_population,
        osm_country=next(iter(_codes(osm_country, "--osm-country")), None),
    )
    shown = 0
    with progress() as moving:

        def told(word: Aside | str) -> None:
            nonlocal shown
            if isinstance(word, str):
                moving.step(word)
                return
            shown += 1
            if shown <= _SHOWN_ASIDE:
                moving.clear()
                tell(f"fogline: {word.source}:{word.number}: {word.reason}")

        done = import_files(paths, out, wanted=wanted, told=told)
    if done.aside > _SHOWN_ASIDE:
        tell(f"fogline: and {counted(done.aside - _SHOWN_ASIDE, 'row')} more set aside")
    size = out.stat().st_size / 1e6
    tell(
        f"fogline: {out}: {counted(done.places, 'place')}, {done.names:,} further names, {size:,.1f} MB; "
        f"{done.left_out:,} left out, {done.aside:,} set aside"
    )
    _attribute((out,))
    leave(aside=done.aside)


@app.command()
def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name, in any spelling.", show_default=False)],
    form: As = Format.TABLE,
    gazetteer: GazetteerFile = None,
) -> None:
    """Show all places that bear a name, most populous first.

    \b
    Example:
      fogline gazetteer show Ivanivske
      fogline gazetteer show Артемовск --format json
    """
    from fogline.data.gazetteer import default_gazetteer
    from fogline.serve.show import show as shown

    read_with(gazetteer)
    read = default_gazetteer()
    found = shown(read.lookup(name), _entry_rows, form)
    if found:
        _attribute(read.paths)
    leave(found=bool(found))


@app.command()
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A gazetteer file.", show_default=False)],
) -> None:
    """Check that a file is whole, and say what it holds and whose work it is.

    \b
    Example:
      fogline gazetteer check ukraine.gazetteer
    """
    from fogline.data.gazetteer_check import check_gazetteer

    found = check_gazetteer(file)
    total = sum(found.places.values())
    typer.echo(f"{file}: {counted(total, 'place')}, {found.names:,} names, {found.countries:,} countries")
    typer.echo(", ".join(f"{kind} {count:,}" for kind, count in sorted(found.places.items(), key=lambda one: -one[1])))
    for one in found.sources:
        typer.echo(f"from {one.name}: {one.licence}" + (f". {one.attribution}" if one.attribution else ""))
    for fault in found.faults:
        tell(f"fogline: {file}: {fault}")
    if found.faults:
        tell(f"fogline: {file}: damaged. Make it anew: fogline gazetteer import")
        raise typer.Exit(NOTHING_FOUND)


def _entry_rows(entries: Iterable[Entry]) -> list[Row]:
    return [
        {
            "name": entry.name,
            "kind": entry.kind,
            "country": entry.country_name or entry.country,
            "admin1": entry.admin1,
            "admin2": entry.admin2,
            "lat": entry.lat,
            "lon": entry.lon,
            "radius_km": entry.radius_km,
            "population": entry.population or None,
            "geonameid": str(entry.geonameid) if entry.geonameid else None,
            "origin": entry.origin,
        }
        for entry in entries
    ]


def _codes(typed: str | None, option: str) -> list[str]:
    from fogline.data.gazetteer import SHIPPED
    from fogline.data.gazetteer_divisions import Divisions
    from fogline.model.errors import QueryError

    codes = [code.strip().upper() for code in (typed or "").split(",") if code.strip()]
    known = Divisions(SHIPPED).codes if codes else frozenset()
    for code in codes:
        if code not in known:
            raise QueryError(f"{option} {code}: no such country. Write codes of two letters, such as UA.")
    return codes


def _attribute(files: Iterable[Path]) -> None:
    """What must be said of whose work was used."""
    from fogline.data.gazetteer_check import sources_of

    said = dict.fromkeys(one.attribution for file in files for one in sources_of(file) if one.attribution)
    for line in said:
        tell(line)
