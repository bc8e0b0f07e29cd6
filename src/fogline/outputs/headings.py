"""What an item is about, in a heading that tells it: "Ways into Lyman are closing", "Izium: ten reported dead".

In: the developments and statuses of one item. Out: a heading. Refused: nothing; where nothing can be told soundly the
heading only names place and theme. A heading says no more than the surest line under it.
"""

from __future__ import annotations

from collections.abc import Sequence

from fogline.data.kinds import RUNNING_TOLL, kinds
from fogline.model.claim import Claim, Stage
from fogline.model.picture import Development, Status
from fogline.outputs.choice import Entry
from fogline.outputs.dates import day_words
from fogline.outputs.figures import number_words
from fogline.outputs.frames import licensed
from fogline.outputs.lines import harmed, is_inside
from fogline.outputs.material import Material
from fogline.outputs.naming import joined, table
from fogline.outputs.tolls import dead, dead_words
from fogline.outputs.wording import told_with

_CLOSING = ("limited", "degrading")
_REAL = (Stage.HAPPENED, Stage.ONGOING)
_UNREAL = {Stage.PLANNED: ", planned", Stage.THREATENED: ", threatened", Stage.HYPOTHETICAL: ", thought possible",
           Stage.DID_NOT_HAPPEN: ", denied or not come true", Stage.ATTEMPTED: ", attempted"}  # fmt: skip
_FIGHT = ("advance", "armed_clash", "attack", "territory_captured", "territory_regained")


def heading(lead: Entry, told: Sequence[Entry], group: Sequence[Entry], material: Material) -> str:
    """The heading of an item: `told` are the lines told in sentences, `group` all that stand in it."""
    if not lead.place:
        subject = lead.subject
        if isinstance(subject, Development) and subject.kind == RUNNING_TOLL:
            since = subject.when.begin
            return f"Toll since {day_words(since, year=material.year)}" if since else "Toll of the war so far"
        doers = [one.name for one in subject.initiators if one.party] if isinstance(subject, Development) else []
        return _plain(lead, told, doers[0] if doers else "Place not said", material)
    makers = {"harm": _harm, "access": _access, "control": _control, "withdrawal": _withdrawal, "people": _people}
    maker = makers.get(lead.theme)
    return (maker(lead.place, group, material) if maker else None) or _plain(lead, told, lead.place, material)


def _plain(lead: Entry, told: Sequence[Entry], place: str, material: Material) -> str:
    labels = []
    for entry in told or [lead]:
        label = _label(entry.subject, material) if isinstance(entry.subject, Development) else ""
        labels.append(label or str(table()["themes"].get(entry.theme, "what else is said")))
    each = [one for one in dict.fromkeys(labels) if "," not in one or one.partition(",")[0] not in labels][:2]
    what, _, how = each[-1].partition(", ")
    if len(each) > 1 and how and each[0].startswith(f"{what}, "):
        return f"{place}: {each[0]}, and {how}"  # "withdrawal, thought possible, and denied or not come true"
    return f"{place}: {joined(each)}"


def _label(development: Development, material: Material) -> str:
    """What a development is called; where nobody is told as dead, "killing" is not the word for it."""
    kind = kinds().get(development.kind or "")
    if kind is None:
        return ""
    claims = material.at_hand(development.claims)
    dead, hurt = harmed(claims)
    if kind.name == "killing" and not dead and hurt:
        return "people hurt"
    if kind.name == "killing" and not dead and any(figure.best == 0 for claim in claims for figure in claim.figures):
        return "nobody hurt"
    if not dead and not hurt and development.stage in _REAL and (bridges := _bridges(claims)):
        return bridges
    return kind.label + _UNREAL.get(development.stage or Stage.HAPPENED, "")


def _bridges(claims: Sequence[Claim]) -> str:
    """How many bridges are said to be destroyed, by whatever that was done: "two bridges reported destroyed"."""
    gone = any((one.aspect, one.value) == ("infrastructure", "destroyed") for claim in claims for one in claim.statuses)
    counts = [one.best or one.low or 0 for claim in claims for one in claim.figures if one.group == "bridges"]
    many = max(counts, default=0)
    if not gone or not many:
        return ""
    return f"{'a bridge' if many == 1 else f'{number_words(many)} bridges'} reported destroyed"


def theme_heading(place: str, kind: str | None) -> str:
    """A heading that only names the place and what it is about.

    >>> theme_heading("Vuhledar", "shelling"), theme_heading("Soledar", "denial")
    ('Vuhledar: shelling', 'Soledar: denial')
    """
    row = kinds().get(kind or "")
    return f"{place}: {row.label if row else kind or 'what is said'}"


def _harm(place: str, group: Sequence[Entry], material: Material) -> str | None:
    counts = [(dead(one, material) or 0, one) for one in _developments(group)]
    killed, whose = max(counts, key=lambda pair: pair[0], default=(0, None))
    if not killed or whose is None:
        return None
    child = any(one.measure == "killed" and is_inside(one) and one.group == "children" for one in whose.tolls)
    many = next((one.best or 0 for one in whose.tolls if one.measure == "killed" and one.group == "children"), 0)
    many = many if many <= killed and _are_among(whose, killed) else 0
    among = f", {'a child' if many == 1 else f'{number_words(many)} children'} among them" if child and many else ""
    return f"{place}: {dead_words(whose) or number_words(killed)} reported dead{among}"


def _are_among(one: Development, killed: float) -> bool:
    """Whether the children are told of among so many dead or fewer, and not among more by somebody else's count."""
    dead = [toll for toll in one.tolls if toll.measure == "killed"]
    totals = {entry.claim: entry.best for toll in dead if toll.group is None for entry in toll.series}
    parts = [entry.claim for toll in dead if toll.group == "children" for entry in toll.series]
    return any((totals.get(claim) or 0) <= killed for claim in parts)


def _access(place: str, group: Sequence[Entry], material: Material) -> str | None:
    found = [one for one in _statuses(group) if one.aspect == "access"]
    if not found:
        return f"Bridges or roads destroyed at {place}" if _developments(group) else None
    current = max(found, key=lambda one: (one.last_confirmed or one.since or "", one.trend == "worsening", one.id))
    said = "reported to be " if current.layer == "claimed" else ""
    if current.value in _CLOSING and current.trend == "worsening":
        return f"Ways into {place} are {said}closing"
    if not _firm(current, material):
        return f"Ways into {place} are thought at risk"
    words = {"limited": "limited", "degrading": "getting worse", "under fire": "under fire", "open": "open",
             "closed": "cut", "cut": "cut", "isolated": "getting fewer"}.get(current.value)  # fmt: skip
    if not current.subject.startswith("routes"):  # one road, crossing or airport
        return f"{current.subject[:1].upper()}{current.subject[1:]}: {said}{words}" if words else None
    return f"Ways into {place} are {said}{words}" if words else None


def _control(place: str, group: Sequence[Entry], material: Material) -> str | None:
    ring = [one for one in _statuses(group) if one.aspect == "encirclement"]
    held = [one for one in _statuses(group) if one.aspect == "control"]
    if (fallen := _changed_hands(place, held, material)) is not None:
        return fallen
    be = "are" if any(one.also_at for one in _developments(group)) else "is"
    latest = max((one.last_confirmed or one.since or "" for one in held if one.value != "contested"), default="")
    ring = [one for one in ring if (one.last_confirmed or one.since or "") >= latest]
    values = {(one.value, one.layer) for one in ring}
    if ("complete", "assessed") in values or ("full", "assessed") in values:
        return f"{place} {be} reported encircled"
    whole = [one for one in ring if one.value in ("complete", "full")]
    if whole:
        claims = [claim for one in whole for claim in material.at_hand(one.claims)]
        hedged = all(told_with(claim.quote, "hedges") for claim in claims)
        return f"{place} {be} claimed to be {'all but ' if hedged else ''}encircled"
    if any(value == "partial" for value, _ in values):
        return f"{place} {be} being encircled; the ring is not reported closed"
    if any(value in ("attempted", "threatened") for value, _ in values):
        return f"{place}: attempts to encircle it are reported"
    happened = [one for one in _developments(group) if one.stage in _REAL]
    if any(one.kind == "withdrawal" for one in happened):
        return _withdrawal(place, group, material)
    if any(one.disputed for one in happened if one.kind in ("territory_captured", "territory_regained")):
        return f"Who holds {place} is disputed"
    for status in sorted(held, key=lambda one: (one.last_confirmed or "", one.id), reverse=True):
        if status.value in ("held", "captured", "controlled", "liberated", "occupied") and status.by:
            claimed = status.layer == "claimed" or not _sure(status, material)
            return f"{place} {be} {'said to be ' if claimed else ''}in {_adjective(status.by)} hands"
        if status.value == "contested" and any(one.kind in _FIGHT for one in happened):
            return f"{place} {be} contested"
    kinds_told = {one.kind for one in happened}
    if kinds_told and kinds_told <= set(_FIGHT) - {"territory_captured", "territory_regained"}:
        return f"Fighting for {place}"
    return None


def _changed_hands(place: str, held: Sequence[Status], material: Material) -> str | None:
    """What both sides say: one that it has the place, the other that it has lost it."""
    takers = {one.by for one in held if one.value == "held" and one.by}
    for status in held:
        if status.value != "lost" or not status.by or len(takers - {status.by}) != 1:
            continue
        voices = {speaker.party for claim in material.at_hand(status.claims) for speaker in claim.speakers}
        if status.by in voices and _sure(status, material):
            [taker] = takers - {status.by}
            return f"{place} is in {_adjective(str(taker))} hands, by the word of both sides"
    return None


def _withdrawal(place: str, group: Sequence[Entry], material: Material) -> str | None:
    found = [one for one in _developments(group) if one.kind in ("withdrawal", "surrender")]
    found = [one for one in found if any(map(licensed, material.at_hand(one.claims)))]
    if any(one.stage in _REAL and one.certainty == "certain" for one in found):
        return f"A withdrawal from {place} is reported"
    gone = (one for one in material.claims.values() if one.kind == "withdrawal" and one.stage in _REAL)
    if any(place in (where.name, where.as_worded) for claim in gone for where in claim.places):
        return None  # what was thought possible has been reported since
    if found and all(one.stage in (Stage.PLANNED, Stage.HYPOTHETICAL, Stage.THREATENED) for one in found):
        return f"A withdrawal from {place} is thought possible; none is reported"
    return None


def _people(place: str, group: Sequence[Entry], material: Material) -> str | None:
    return f"Who is still in {place}" if any(one.kind == "remaining_people" for one in _developments(group)) else None


def _sure(status: Status, material: Material) -> bool:
    return any(claim.certainty.value == "certain" for claim in material.at_hand(status.claims))


def _firm(status: Status, material: Material) -> bool:
    """Whether somebody says that it is so, not that it may be or was tried."""
    claims = material.at_hand(status.claims)
    said = [claim.quote.replace("no longer", "") for claim in claims if claim.certainty.value == "certain"]
    return any(not told_with(words, "hedges") for words in said)


def _adjective(party: str) -> str:
    """A side before a noun.

    >>> _adjective("Russia"), _adjective("Wagner"), _adjective("Rapid Support Forces")
    ('Russian', "Wagner's", "Rapid Support Forces'")
    """
    listed = table()["adjectives"]
    return str(listed.get(party, f"{party}'" if party.endswith("s") else f"{party}'s"))


def _developments(group: Sequence[Entry]) -> list[Development]:
    return [one.subject for one in group if isinstance(one.subject, Development)]


def _statuses(group: Sequence[Entry]) -> list[Status]:
    return [one.subject for one in group if isinstance(one.subject, Status)]
