"""Tables of schemes: what they name exists, a user's own is taken, a wrong one is refused with the way out."""

from importlib import resources

import pytest

from fogline.data.kinds import kinds
from fogline.data.schemes import country_codes, pcode, schemes
from fogline.model.errors import TableError


def test_every_kind_of_the_table_exists_and_every_plover_type_has_its_quad_code():
    assert {row.kind for row in schemes().acled.kind} <= set(kinds())
    assert {kind.plover_type for kind in kinds().values() if kind.plover_type} <= set(schemes().plover.quad)
    assert {kind.acled_event for kind in kinds().values() if kind.acled_event} <= set(schemes().acled.disorder)


def test_codes_of_countries_are_told_apart():
    codes = [country_codes(code) for code in ("UA", "RU", "PL", "SD", "SY")]
    assert codes == [("UKR", 804), ("RUS", 643), ("POL", 616), ("SDN", 729), ("SYR", 760)]
    assert country_codes(None) is None


def test_a_table_of_ones_own(tmp_path, monkeypatch):
    shipped = resources.files("fogline.data").joinpath("schemes.toml").read_text("utf-8")
    own = tmp_path / "own.toml"
    own.write_text(shipped.replace("dozens = 12", "dozens = 24"))
    monkeypatch.setenv("FOGLINE_SCHEMES", str(own))
    assert schemes().acled.vague["dozens"] == 24
    codes = tmp_path / "codes.toml"
    codes.write_text('[adm1.FR]\nFR53 = ["Brittany"]\n')
    monkeypatch.setenv("FOGLINE_PCODES", str(codes))
    assert (pcode("FR", "Brittany"), pcode("UA", "Donetsk Oblast")) == ("FR53", None)


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ('only = "never"', 'only = "perhaps"', "'perhaps' is no condition; write one of own side"),
        ("[acled.inter]", "[acled.outer]", "inter"),
        ("[near]", "[near", "cannot be read as a table"),
    ],
)
def test_a_wrong_table_is_refused(was, now, told, tmp_path, monkeypatch):
    shipped = resources.files("fogline.data").joinpath("schemes.toml").read_text("utf-8")
    own = tmp_path / "own.toml"
    own.write_text(shipped.replace(was, now))
    monkeypatch.setenv("FOGLINE_SCHEMES", str(own))
    with pytest.raises(TableError, match=told):
        schemes()
