"""Plain sentences out of claims, developments and statuses, without a language model.

Comes in: the nouns of the picture. Goes out: clauses without a full stop ("Russian forces shelled Kherson on 3 March"),
who says so, and with which verb. Refused: nothing is guessed: where the parts do not make a sound clause the answer is
`None`, and the claim's own words are quoted instead. What is only possible is never told as having happened.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from fogline.model.claim import Actor, Claim, PlaceRole, Stage, Stance
from fogline.model.picture import Development, Status
from fogline.outputs.dates import when_words
from fogline.outputs.figures import figure_words
from fogline.outputs.naming import actor_words, head, is_plural, joined, table, with_article, words

_QUOTED_WORDS = 34  # a longer quotation is cut at the last clause border before this many words
_BORDER = re.compile(r"[,;:–—]\s|\s(?:and|but|while|as|after|before|which|who|where|when|because)\s")
_NUMBERS = {"about", "at", "more", "fewer", "between", "two", "three", "four", "five", "six", "seven", "eight", "nine",
            "ten", "dozens", "scores", "hundreds", "thousands"}  # fmt: skip
_THINGS = {"bridges", "routes", "roads", "villages", "tanks", "aircraft", "missiles", "drones", "rockets", "homes",
           "houses", "buildings", "schools", "hospitals", "vehicles", "ships", "helicopters"}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """How a kind of happening is told: a row of the table of words."""

    frame: str
    noun: str
    article: str = ""
    verb: str = ""
    prep: str = "in"
    people: bool = False

    @property
    def forms(self) -> tuple[str, str, str, str]:
        """Base, past, participle, gerund."""
        base, past, participle, gerund = self.verb.split("/")
        return base, past, participle, gerund


def frame(kind: str | None) -> Frame | None:
    """The row of a kind, or None where the table has none."""
    row = table()["kinds"].get(kind or "")
    if not isinstance(row, dict):
        return None
    return Frame(**row)


def verb_phrase(row: Frame, stage: Stage | None, certainty: str, *, passive: bool, plural: bool) -> str:
    """The verb of a happening, with its stage and certainty in it.

    >>> verb_phrase(frame("shelling"), Stage.HAPPENED, "possible", passive=False, plural=True)
    'may have shelled'
    >>> verb_phrase(frame("encirclement"), Stage.ATTEMPTED, "certain", passive=False, plural=False)
    'tried to encircle'
    """
    base, past, participle, gerund = row.forms
    was, is_, s = ("were", "are", "") if plural else ("was", "is", "s")
    be = f"be {participle}" if passive else base
    if stage is Stage.HYPOTHETICAL:
        return f"could {be}"
    if stage is Stage.PLANNED:
        sure = f"plan{s} to" if certainty != "possible" else "may be planning to"
        return f"{is_} to be {participle}" if passive else f"{sure} {base}"
    if stage is Stage.THREATENED:
        return f"{is_} under threat of being {participle}" if passive else f"threaten{s} to {base}"
    if stage is Stage.DID_NOT_HAPPEN:
        return f"{was} not {participle}" if passive else f"did not {base}"
    if stage is Stage.ATTEMPTED:
        tried = {"possible": "may have tried to", "probable": "probably tried to"}.get(certainty, "tried to")
        return f"{tried} {be}"
    if stage is Stage.ONGOING:
        doing = f"being {participle}" if passive else gerund
        return {"possible": f"may be {doing}", "probable": f"{is_} probably {doing}"}.get(certainty, f"{is_} {doing}")
    if certainty == "possible":
        return f"may have been {participle}" if passive else f"may have {participle}"
    likely = "probably " if certainty == "probable" else ""
    return f"{was} {likely}{participle}" if passive else f"{likely}{past}"


def noun_phrase(row: Frame, stage: Stage | None, certainty: str) -> str:
    """A happening as something that there is: "there was fighting", "a protest is planned".

    >>> noun_phrase(frame("drone_strike"), Stage.REPELLED, "certain")
    'a drone attack was beaten back'
    """
    plural = row.noun in ("talks", "new sanctions") or head(row.noun) in words("naming", "plural")
    was, is_ = ("were", "are") if plural else ("was", "is")
    thing = f"{row.article} {row.noun}".strip()
    if stage is Stage.REPELLED:
        return f"{thing} {was} beaten back"
    if stage is Stage.PLANNED:
        return f"{thing} {is_} planned" if certainty != "possible" else f"{thing} may be planned"
    if stage is Stage.THREATENED:
        return f"{thing} {is_} threatened"
    if stage is Stage.HYPOTHETICAL:
        return f"{thing} {is_} thought possible"
    if stage is Stage.DID_NOT_HAPPEN:
        return f"there {was} no {row.noun}"
    if stage is Stage.ATTEMPTED:
        return f"{thing} {was} attempted"
    if stage is Stage.ONGOING:
        return {"possible": f"there may be {thing}"}.get(certainty, f"there {is_} {thing}")
    if certainty == "possible":
        return f"there may have been {thing}"
    return f"there {was} {'probably ' if certainty == 'probable' else ''}{thing}"


def development_clause(development: Development, claim: Claim, *, year: int | None = None) -> str | None:
    """What happened, as a clause without its full stop; None where the parts make no sound one.

    `claim` is the development's fullest claim: its figures and the roles of its places shape the clause.
    """
    row = frame(development.kind)
    if row is None:
        return None
    stage, certainty = _stage(development, claim), development.certainty
    doers = joined([name for name in map(actor_words, development.initiators) if name][:2])
    objects = _objects(development, claim, row)
    where = place_phrase(development, claim, row)
    when = when_words(development.when, year=year)
    if stage is Stage.REPELLED:
        by = f"by {doers}" if doers else ""
        at = f"on {_objects_or_place(objects, development)}" if _objects_or_place(objects, development) else ""
        text = noun_phrase(row, stage, certainty).replace(" was beaten back", f" {by} {at} was beaten back", 1)
        return _spaced(text, when) if by or at else None
    built = _verbal(row, stage, certainty, doers, objects, development) if row.verb else None
    if built is not None:
        text, place_used = built
        return _spaced(text, "" if place_used else where, when)
    if row.frame == "inside" or development.place is None:
        return None
    by = f"by {doers}" if doers and row.frame == "onto" else ""
    return _spaced(noun_phrase(row, stage, certainty), by, where, when)


def _verbal(
    row: Frame, stage: Stage | None, certainty: str, doers: str, objects: str, development: Development
) -> tuple[str, bool] | None:
    """The clause around the verb, and whether the place already stands in it."""
    place = development.place.name if development.place else ""
    if row.frame == "inside":
        if not doers or not place:
            return None
        verb = verb_phrase(row, stage, certainty, passive=False, plural=is_plural(doers))
        return f"{doers} {verb} {row.prep} {place}", True
    target, uses_place = (objects, False) if objects else (place if row.frame == "onto" else "", True)
    if not target:
        return None
    if doers:
        verb = verb_phrase(row, stage, certainty, passive=False, plural=is_plural(doers))
        return f"{doers} {verb} {target}", uses_place
    verb = verb_phrase(row, stage, certainty, passive=True, plural=_plural_objects(target))
    return f"{target} {verb}", uses_place


def _stage(development: Development, claim: Claim) -> Stage | None:
    if claim.polarity == "negative" and development.stage in (None, Stage.HAPPENED):
        return Stage.DID_NOT_HAPPEN
    return development.stage


def _objects(development: Development, claim: Claim, row: Frame) -> str:
    """To whom or to what: the figure's own noun where it counts people harmed or things, else the recipients."""
    for figure in claim.figures:
        if row.frame == "whom" and not row.people and figure.measure in _THINGS:
            return figure_words(figure)
        harmed = {"killing": "killed", "arrest": "arrested", "prisoners_taken": "captured", "evacuation": "evacuated",
                  "abduction": "abducted", "execution": "killed"}  # fmt: skip
        if row.people and figure.measure and figure.measure == harmed.get(development.kind or ""):
            return figure_words(figure)
    named = [name for name in map(actor_words, development.recipients) if name]
    place = development.place.name.lower() if development.place else ""
    return joined([name for name in named if name.lower() != place][:2])


def _objects_or_place(objects: str, development: Development) -> str:
    return objects or (development.place.name if development.place else "")


def _plural_objects(target: str) -> bool:
    each = target.lower().split(" ")
    return is_plural(target) or each[0] in _NUMBERS or each[0][:1].isdigit() or each[-1] in words("naming", "plural")


def place_phrase(development: Development, claim: Claim, row: Frame | None = None) -> str:
    """Where, with its preposition: "in Kherson", "near Lyman", empty where nobody says."""
    place = development.place
    if place is None:
        return ""
    mentioned = next((one for one in claim.places if one.name == place.name), None)
    if mentioned is not None and mentioned.role is PlaceRole.REFERENCE:
        return f"near {place.name}"
    ground = {"river", "road", "mountain", "hill", "island", "bridge", "street"}
    preposition = "at" if (place.kind or "") in ground else "in"
    if row is not None and row.noun == "fighting" and (place.kind or "") in ("city", "town", "village"):
        preposition = "near"
    return f"{preposition} {place.name}"


def status_clause(status: Status, *, before: bool = False) -> str:
    """How things stand, or stood before, as a clause.

    >>> status_clause(Status(id="s", place=None, subject="routes into Lyman", aspect="access", value="limited",
    ...                      layer="assessed", trend="worsening"))
    'access by the routes into Lyman is limited and getting worse'
    >>> status_clause(Status(id="s", place=None, subject="Soledar", aspect="control", value="held", by="Russia",
    ...                      layer="claimed"))
    'Soledar is held by Russia'
    """
    rows = table()["status"].get(status.aspect)
    pattern = rows.get(status.value) if isinstance(rows, dict) else None
    subject = _subject(status)
    one, more = ("was", "were") if before else ("is", "are")
    is_ = more if is_plural(subject) else one
    trend = str(table()["trend"].get(status.trend or "", ""))
    if status.aspect == "control" and pattern is None and status.value and status.by in (None, status.value):
        holder = with_article(status.by or status.value)  # the value is the party that holds it
        return f"{subject} {is_} held by {holder}"
    if pattern is None or ("{by}" in str(pattern) and not status.by):
        return (
            f"{status.aspect} {'of' if status.aspect != 'access' else 'to'} {subject} {one} said to be {status.value}"
        )
    access = f"access by {subject}" if is_plural(subject) else f"access to {subject}"
    if status.aspect == "access":
        is_ = one if "{access}" in str(pattern) else is_
    by = with_article(status.by or "")
    clause = str(pattern).replace("{subject}", subject).replace("{access}", access).replace("{is}", is_)
    clause = clause.replace("{by}", by)
    return f"{clause} and {trend}" if trend and trend not in clause and status.trend != "steady" else clause


def _subject(status: Status) -> str:
    first = status.subject.split(" ")[0].lower() if status.subject else ""
    return f"the {status.subject}" if first in words("naming", "plural") else with_article(status.subject)


def quoted(claim: Claim, text: str) -> str:
    """The claim's own words between marks, cut at a clause border where they run long.

    >>> claim = Claim(id="c", report="r", start=0, end=0, quote="", kind=None, method=None)
    >>> quoted(claim, "the bridge over the river is gone.")
    '“the bridge over the river is gone”'
    """
    body = " ".join(text.split()).strip(" ,;:")
    inner = body.replace("“", "‘").replace("”", "’").replace('"', "’")
    if len(inner.split()) > _QUOTED_WORDS:
        near = len(" ".join(inner.split()[:_QUOTED_WORDS]))
        borders = [border.start() for border in _BORDER.finditer(inner, 0, near) if border.start() > near // 3]
        inner = inner[: borders[-1] if borders else inner.rfind(" ", 0, near)].rstrip(" ,;:") + " …"
    return f"“{inner.rstrip('.') if not inner.endswith('...') else inner}”"


def stance_verb(claim: Claim, *, own_side: bool, plural: bool) -> str:
    """The verb that tells how a speaker stands to it: says, claims, assesses, denies, vows …

    A side that speaks of its own gains claims; an outlet's own distance ("claim", "allege") is kept.

    >>> claim = Claim(id="c", report="r", start=0, end=0, quote="", kind=None, method=None)
    >>> stance_verb(claim, own_side=True, plural=False)
    'claims'
    """
    name = claim.stance.value
    if claim.stance is Stance.ASSERTS and (own_side or distanced(claim)):
        name = "claims"
    forms = table()["stance"][name]
    return str(forms[1 if plural else 0]) if isinstance(forms, list) else name


def distanced(claim: Claim) -> bool:
    """Whether the outlet keeps its distance by its cue ("claims", "alleged")."""
    cue = (claim.cue or "").lower()
    return any(re.search(rf"\b{word}(?:s|d|ed)?\b", cue) for word in words("cues", "distancing"))


def own_side(claim: Claim, initiators: Sequence[Actor]) -> bool:
    """Whether the speaker's side speaks of what its own side did.

    >>> from fogline.model.claim import Speaker
    >>> ministry = Speaker(name="Russian Defense Ministry", as_worded="the ministry", party="Russia")
    >>> claim = Claim(id="c", report="r", start=0, end=0, quote="", kind=None, method=None, speakers=(ministry,))
    >>> own_side(claim, [Actor(name="Wagner", as_worded="Wagner", party="Russia")])
    True
    """
    sides = {speaker.party for speaker in claim.speakers if speaker.party}
    return bool(sides & {actor.party or actor.name for actor in initiators})


def initiator_unknown(development: Development) -> bool:
    """Whether something was destroyed or somebody harmed and nobody says by whom."""
    row = frame(development.kind)
    return row is not None and not development.initiators and development.stage in (Stage.HAPPENED, Stage.ONGOING)


def _spaced(*parts: str) -> str:
    return " ".join(part for part in parts if part)
