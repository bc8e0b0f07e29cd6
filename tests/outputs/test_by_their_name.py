"""Places with their article, soldiers by the reports' word for them, the dead of hunger: our own sentences."""

from .told import words


def test_a_land_has_its_article() -> None:
    assert "in the Gaza Strip" in words("Nine people were killed in the Gaza Strip on Sunday, the civil defence said.")
    assert "in Arlington Heights" in words("Two men were shot dead in Arlington Heights on Sunday, police said.")


def test_fighters_are_no_soldiers() -> None:
    said = words("Troops killed 17 rebel fighters near Bria on Sunday, the army said.")
    assert "17 fighters were killed" in said or "17 rebel fighters" in said
    assert "17 soldiers" not in said


def test_who_starves_is_not_killed() -> None:
    said = words("Ten people died of hunger in Toretsk on Sunday, doctors said.")
    assert "ten people died in Toretsk" in said


def test_a_body_does_not_speak_of_itself_by_name() -> None:
    said = words("The Israeli military said it had struck Hamas positions in Rafah and Jabalia on Sunday.")
    assert "that they attacked Hamas positions in Rafah and Jabalia" in said
