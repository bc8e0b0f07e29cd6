"""A town's toll beside a whole country's: every sentence is our own."""

from fogline.claims.extract import extract
from fogline.model.report import Capture, Facts, Report
from fogline.picture.fuse import fuse
from fogline.reports.read import read

FIRST = (
    "At least 31 people were killed and more than 150 wounded in missile strikes across Ukraine on Monday, two of "
    "them at a hospital in Kyiv, officials said.\n\nTwenty people died in the capital, the emergency service said."
)
SECOND = "The toll of Monday's missile strikes in Kyiv has risen to 27, and to 41 across the country, rescuers said."


def report(text: str, day: str) -> Report:
    facts = Facts(id=day, published=day, lang="en")
    return read(Capture(body=text.encode(), source=day, media_type="text/plain", facts=facts))


def test_what_counts_a_country_is_not_its_capitals_toll() -> None:
    reports = [report(FIRST, "2024-07-08"), report(SECOND, "2024-07-09")]
    claims = [claim for one in reports for claim in extract(one).claims]
    found = [one for one in fuse(reports, claims).developments if one.place and one.place.name == "Kyiv"]
    assert {toll.best for one in found for toll in one.tolls if toll.measure == "killed" and not toll.group} == {27.0}


def test_what_happened_across_a_country_was_in_no_one_town() -> None:
    claims = extract(report(FIRST, "2024-07-08")).claims
    killed = next(claim for claim in claims if "31 people" in claim.quote)
    assert [place.name for place in killed.places] == ["Ukraine"]
    capital = next(claim for claim in claims if "Twenty people" in claim.quote)
    assert [place.name for place in capital.places] == ["Kyiv"]


def test_a_capital_that_nobody_named_is_nobody_elses() -> None:
    claims = extract(report("Seven people died in the capital, a mayor said.", "2024-07-08")).claims
    assert all(place.lat is None for claim in claims for place in claim.places)
