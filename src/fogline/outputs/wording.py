"""Plain sentences out of claims, developments and statuses, without a language model.

Comes in: the nouns of the picture. Goes out: clauses without a full stop ("Russian forces shelled Kherson on 3 March"),
who says so, and with which verb. Refused: nothing is guessed: where the parts do not make a sound clause the answer is
`None`, and the claim's own words are quoted instead. What is only possible is never told as having happened.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import replace

from fogline.data.kinds import kinds
from fogline.data.word_lists import word_lists
from fogline.model.claim import Actor, Claim, PlaceRole, Scope, Stage, Stance
from fogline.model.picture import Status
from fogline.outputs.dates import when_words
from fogline.outputs.figures import figure_words, measure_clause
from fogline.outputs.frames import PLAIN, Frame, by_halves, frame, is_of_all, licensed, names_in, of_a_part
from fogline.outputs.lines import THINGS
from fogline.outputs.naming import actor_words, head, in_sentence, is_plural, joined, table, with_article, words

_LISTS = word_lists("wording", "reading")
_QUOTED_WORDS = 34  # a longer quotation is cut at the last clause border before this many words
_BORDER = _LISTS.pattern("border", 0)
_NUMBERS = _LISTS.words("numbers")
_GROUND = _LISTS.words("ground")
_MENTION = 4  # words; fewer name a happening ("its capture") without saying that it happened
_LONG_OBJECT = 5  # words; a longer description does not read as an object
_LOST = _LISTS.pattern("lost")
_HOW = _LISTS.pattern("how", 0)
_CALENDAR = _LISTS.pattern("calendar")
_POSSESSIVES = _LISTS.words("possessives")
_HARMED = {"killing": "killed", "arrest": "arrested", "prisoners_taken": "captured", "evacuation": "evacuated",
           "abduction": "abducted", "execution": "killed"}  # fmt: skip


def verb_phrase(row: Frame, stage: Stage | None, certainty: str, *, passive: bool, plural: bool) -> str:
    """The verb of a happening, with its stage and certainty in it.

    >>> verb_phrase(frame("shelling"), Stage.HAPPENED, "possible", passive=False, plural=True)
    'may have shelled'
    >>> verb_phrase(frame("withdrawal"), Stage.PLANNED, "probable", passive=False, plural=True)
    'probably plan to withdraw'
    >>> verb_phrase(frame("encirclement"), Stage.ATTEMPTED, "certain", passive=False, plural=False)
    'tried to encircle'
    """
    base, past, participle, gerund = row.forms
    was, is_, s = ("were", "are", "") if plural else ("was", "is", "s")
    be = f"be {participle}" if passive else base
    if stage is Stage.HYPOTHETICAL:
        return f"could {be}"
    if stage is Stage.PLANNED:
        hedged = {"possible": "may be planning to", "probable": f"probably plan{s} to"}
        sure = hedged.get(certainty, f"plan{s} to")
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


def claim_clause(claim: Claim, place: str = "", *, year: int | None = None) -> str | None:
    """What a claim says happened, as a clause without its full stop; None where its parts make no sound one.

    Only parts that can stand in a sentence are used: doers that are named or forces, objects that are people, things in
    the plural or named. Anything else is left to the claim's own words.
    """
    row = frame(claim.kind)
    if row is None or row.frame == "own words":
        return _measured(claim, place)
    stage, certainty = _stage(claim), claim.certainty.value
    if claim.kind == "territory_captured" and _LOST.search(claim.quote):
        return None  # who "lost control of the town" is in the words; who took it is not said
    if stage in PLAIN and certainty == "certain" and told_with(claim.quote, "hedges"):
        return None
    if (
        len(claim.quote.split()) < _MENTION
        or not licensed(claim)
        or stage in (Stage.REPELLED, Stage.ATTEMPTED)
        or by_halves(claim)
        or of_a_part(claim, place)
        or (stage is Stage.DID_NOT_HAPPEN and not is_of_all(claim, place))
    ):
        return None  # the words tell better than a template who tried what, and where it ended
    kind = kinds().get(claim.kind or "")
    military = kind is not None and kind.family not in ("diplomacy", "politics", "unrest")
    doers = joined([name for name in (doer_words(one, military=military) for one in claim.initiators) if name][:2])
    if len(claim.initiators) and not doers:
        return None
    objects = _objects(claim, row, place)
    if " and " in place:  # "hit positions in Rafah and Jabalia" goes on with the second place
        objects = objects.removesuffix(f" in {names_in(place)[0]}")
    when = when_words(claim.when, year=year) if claim.when.begin and stage is not Stage.ONGOING else ""
    where = _where(claim, place, row)
    if row.frame == "inside" and row.prep == "near" and f"into {place}" in claim.quote:
        row = replace(row, prep="into")
    built = _verbal(row, stage, certainty, doers, objects, place) if row.verb else None
    if built is not None:
        text, place_used = built
        return _spaced(text, "" if place_used else where, when)
    if row.frame == "there" and place and not doers:
        return _spaced(noun_phrase(row, stage, certainty), where, when)
    return None


def told_with(text: str, listed: str) -> bool:
    """Whether words stand in a text that the table asks to take care with.

    >>> told_with("an attempt to surround the town", "hedges"), told_with("troops surrounded the town", "hedges")
    (True, False)
    """
    return _care(listed).search(text) is not None


@functools.cache
def _care(listed: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, words('care', listed))))})\b|n['’]t\b", re.IGNORECASE)


def _measured(claim: Claim, place: str) -> str | None:
    """What the claim counts, where that is all it tells: "about 5,900 civilians remain in Lyman"."""
    if claim.stage not in (None, Stage.HAPPENED, Stage.ONGOING) or claim.certainty.value != "certain" or not place:
        return None
    clauses = (
        measure_clause(figure, f"in {in_sentence(place)}") for figure in claim.figures if figure.scope is Scope.TOTAL
    )
    return next((clause for clause in clauses if clause), None)


def doer_words(actor: Actor, *, military: bool = True) -> str:
    """Who does it, where that can be the subject of a sentence; a ministry that "shells" stands for its side.

    >>> doer_words(Actor(name="Russian Defense Ministry", as_worded="its forces", party="Russia"))
    'Russia'
    >>> doer_words(Actor(name="noon", as_worded="noon"))
    ''
    """
    worded = actor_words(actor)
    office = head(worded) in words("naming", "the")
    if actor.party and ((office and military) or not worded or worded.split(" ")[0].lower() in _POSSESSIVES):
        return with_article(actor.party)
    named = worded[:1].isupper() and not _CALENDAR.match(worded)
    return worded if actor.party and (named or head(worded) in words("naming", "plural")) else ""


def _verbal(
    row: Frame, stage: Stage | None, certainty: str, doers: str, objects: str, place: str
) -> tuple[str, bool] | None:
    """The clause around the verb, and whether the place already stands in it."""
    if row.frame == "inside":
        if not doers or not place:
            return None
        verb = verb_phrase(row, stage, certainty, passive=False, plural=is_plural(doers))
        return f"{doers} {verb} {row.prep} {in_sentence(place)}", True
    target, uses_place = (objects, False) if objects else (in_sentence(place) if row.frame == "onto" else "", True)
    if not target or target == doers:
        return None
    if doers:
        verb = verb_phrase(row, stage, certainty, passive=False, plural=is_plural(doers))
        how = found[0] if (found := _HOW.search(verb)) else ""
        return f"{doers} {verb.removesuffix(how)} {target}{how}", uses_place
    if stage in (Stage.PLANNED, Stage.THREATENED, Stage.ATTEMPTED):
        return None  # who plans or tries must be named: the passive would make the victim the planner
    verb = verb_phrase(row, stage, certainty, passive=True, plural=_plural_objects(target))
    return f"{target} {verb}", uses_place


def _stage(claim: Claim) -> Stage | None:
    if claim.polarity == "negative" and claim.stage in (None, Stage.HAPPENED):
        return Stage.DID_NOT_HAPPEN
    return claim.stage


def _objects(claim: Claim, row: Frame, place: str) -> str:
    """To whom or to what: the figure's own noun where it counts people harmed or things, else sound recipients."""
    if any(figure.best == 0 for figure in claim.figures):
        return ""  # "no people were not killed"
    for figure in claim.figures:
        if row.frame == "whom" and not row.people and figure.measure in THINGS:
            return figure_words(figure)
        if row.people and figure.measure and figure.measure == _HARMED.get(claim.kind or ""):
            return figure_words(figure)
    named = [name for name in map(_object_words, claim.recipients) if name and name.lower() != place.lower()]
    return joined(named[:2])


def _object_words(actor: Actor) -> str:
    worded = actor_words(actor)
    sound = head(worded) in words("naming", "plural") and len(worded.split()) <= _LONG_OBJECT
    if sound and not any(letter.isdigit() for letter in worded) and worded.split(" ")[0].lower() not in _NUMBERS:
        return worded
    return with_article(actor.party) if actor.party and actor.name == actor.party else ""


def _plural_objects(target: str) -> bool:
    each = target.lower().split(" ")
    return is_plural(target) or each[0] in _NUMBERS or each[0][:1].isdigit() or each[-1] in words("naming", "plural")


def _where(claim: Claim, place: str, row: Frame | None = None) -> str:
    """Where, with its preposition: "in Kherson", "near Lyman", empty where nobody says."""
    if not place:
        return ""
    mentioned = next((one for one in claim.places if place in (one.name, one.as_worded)), None)
    if mentioned is not None and mentioned.role is PlaceRole.REFERENCE:
        return f"near {in_sentence(place)}"
    preposition = "at" if mentioned is not None and (mentioned.kind or "") in _GROUND else "in"
    if (
        row is not None
        and row.noun == "fighting"
        and mentioned
        and (mentioned.kind or "") in ("city", "town", "village")
    ):
        preposition = "near"
    return f"{preposition} {in_sentence(place)}"


def status_clause(status: Status, *, before: bool = False) -> str | None:
    """How things stand, or stood before, as a clause; None where the table has no words for it.

    >>> status_clause(Status(id="s", place=None, subject="routes into Lyman", aspect="access", value="limited",
    ...                      layer="assessed", trend="worsening"))
    'access by the routes into Lyman is limited and getting worse'
    >>> status_clause(Status(id="s", place=None, subject="Soledar", aspect="control", value="held", by="Russia",
    ...                      layer="claimed"))
    'Soledar is held by Russia'
    """
    rows = table()["status"].get(status.aspect)
    pattern = str(rows.get(status.value, "")) if isinstance(rows, dict) else ""
    if not pattern or ("{by}" in pattern and not status.by):
        return None
    subject = _subject(status)
    one, more = ("was", "were") if before else ("is", "are")
    access = f"access by {subject}" if is_plural(subject) else f"access to {subject}"
    is_ = more if is_plural(subject) and "{access}" not in pattern else one
    filled = {"subject": subject, "access": access, "is": is_, "are": more, "by": with_article(status.by or "")}
    clause = pattern.format(**filled)
    trend = str(table()["trend"].get(status.trend or "", ""))
    return f"{clause} and {trend}" if trend and trend not in clause and status.trend != "steady" else clause


def _subject(status: Status) -> str:
    first = status.subject.split(" ")[0].lower() if status.subject else ""
    if status.aspect == "infrastructure" and status.subject[:1].islower() and not first.endswith("s"):
        return f"{'an' if first[:1] in 'aeiou' else 'a'} {status.subject}"  # which building it is, nobody says
    return f"the {status.subject}" if first in words("naming", "plural") else with_article(status.subject)


def quoted(text: str) -> str:
    """Words of a report between marks, cut at a clause border where they run long.

    >>> quoted("the bridge over the river is gone.")
    '“the bridge over the river is gone”'
    """
    body = " ".join(text.split()).strip(" ,;:").removeprefix("that ")
    inner = body.replace("“", "‘").replace("”", "’").replace('"', "’")
    for mark in reversed([found.start() for found in re.finditer("‘", inner)]):
        if not re.search(r"’(?!\w)", inner[mark:]):  # its end lies beyond the words
            inner = inner[:mark] + inner[mark + 1 :]
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


def _spaced(*parts: str) -> str:
    return " ".join(part for part in parts if part)
