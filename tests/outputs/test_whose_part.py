"""What a brief says of groups, of nobody, of long tolls; and quotations without what a page puts before a sentence."""

from .told import made, words


def test_a_group_is_a_part_only_of_what_somebody_counts_it_in() -> None:
    apart = words(
        "A surgeon said 35 people were killed in Goma on Sunday.\n\n"
        "The army said 13 soldiers were killed in Goma on Sunday."
    )
    assert "35 people were killed in Goma" in apart and "13 soldiers among them" not in apart
    assert "13 soldiers" in apart
    inside = words("The mayor said 35 people, 13 of them children, were killed in Goma on Sunday.")
    assert "13 children among them" in inside


def test_a_toll_of_a_longer_time_is_told_once() -> None:
    told = words(
        "Since the truce, attacks have killed more than 300 people in Lebanon, the UN human rights office said."
    )
    assert told.count("300") == 1


def test_where_nobody_was_hurt_nothing_is_called_a_killing() -> None:
    text = "A drone dropped a grenade near a patrol close to Kfar Kila on Sunday. No one was hurt."
    assert [item.heading for item in made(text).items if "killing" in item.heading] == []


def test_a_quotation_has_no_stamp_dateline_or_mark_before_it() -> None:
    text = (
        "OUAGADOUGOU, June 2, 2025 (Harmattan Press) - Militants overran a base in the northern town of Djibo on "
        "Sunday, killing dozens of soldiers and holding the town for several hours, three sources and a resident "
        "said.\n\n• The government dismissed the report.\n• Djibo, 45 km from the border, has been under blockade "
        "since 2022."
    )
    told = words(text)
    assert "OUAGADOUGOU" not in told and "•" not in told
    assert told.count("“") == told.count("”")
