"""Claims that cannot both hold, two and two, each with the reason in words.

Comes in: developments' claims and tolls, statuses, claims with direct quotations. Goes out: `Conflict`s. Different
scope, date or group is no conflict. Of many claims that say the same, the earliest stands for all, so that conflicts
grow with what differs and not with how often it is repeated.
"""

from __future__ import annotations

import collections
import difflib
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence

from fogline.data.kinds import ACCUSATION
from fogline.data.small_words import number_words
from fogline.data.word_lists import word_lists
from fogline.model.claim import Claim, Stage, Stance
from fogline.model.picture import Conflict, Status, Toll, TollEntry
from fogline.picture.bulletins import resolved_speaker
from fogline.picture.days import day_number, day_of
from fogline.picture.same_claim import same_claim
from fogline.picture.tellings import strikes_back
from fogline.picture.terms import stable_id

_LISTS = word_lists("certainty", "compared")
SAME_DAYS = 1  # figures of one count given further apart are of different dates
CONTROL_DAYS = 3
ALIKE = 0.6  # share of words in one order from which two quotations are taken for one utterance
FEWEST_WORDS = 4
MOST_DENIED = 12  # claims, the earliest, that a denial is held against: comparing words costs milliseconds a pair
MOST_QUOTATIONS = 40  # of one speaker on one day that are compared with each other
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_NEGATION = _LISTS.words("negation")
_MODALITY = _LISTS.words("modality")


def conflict(kind: str, one: str, other: str, why: str) -> Conflict:
    """A conflict between two claims, the same in either order."""
    first, second = sorted((one, other))
    return Conflict(id=stable_id("x", kind, first, second), kind=kind, claims=(first, second), why=why)


def denials(claims: Mapping[str, Claim], groups: Iterable[Sequence[Claim]]) -> list[Conflict]:
    """Who denies or doubts what, or says that it was not: by the link of the claim, else within one development."""
    found: list[Conflict] = []
    linked: set[str] = set()
    for claim in claims.values():
        target = claims.get(claim.about) if claim.about else None
        # "No civilian was killed" answers as a denial does; that nobody claims the strike does not.
        told = claim.stance is Stance.ASSERTS and bool(claim.speakers) and claim.kind != ACCUSATION
        says_not = told and (claim.polarity == "negative" or claim.stage is Stage.DID_NOT_HAPPEN)
        if target is not None and (claim.stance in {Stance.DENIES, Stance.DOUBTS} or says_not):
            linked.add(claim.id)
            found.append(conflict("denial", claim.id, target.id, _denial(claim, target)))
    for group in groups:
        denying = [one for one in group if one.stance is Stance.DENIES and one.id not in linked]
        asserting = [one for one in group if one.stance is Stance.ASSERTS and one.stage is not Stage.DID_NOT_HAPPEN]
        if denying and asserting:
            voices = [voice(other) for other in asserting]
            first: dict[str, Claim] = {}
            for one in denying:
                first.setdefault(voice(one), one)
            for who, one in first.items():
                others = (other for other, own in zip(asserting, voices, strict=True) if own != who)
                target = _denied(one, [*itertools.islice(others, MOST_DENIED)])
                if target is not None:
                    found.append(conflict("denial", one.id, target.id, _denial(one, target)))
    return found


def _denied(denial: Claim, others: Sequence[Claim]) -> Claim | None:
    """What is denied is what the denial says; of several that say it alike, the earliest."""
    by_quote: dict[str, Claim] = {}  # copies say the same: once is enough to compare them
    for other in others:
        by_quote.setdefault(other.quote, other)
    if len(by_quote) < 2:
        return others[0] if others else None
    return max(by_quote.values(), key=lambda other: same_claim(denial.quote, other.quote))


def _denial(claim: Claim, target: Claim) -> str:
    does = "doubts" if claim.stance is Stance.DOUBTS else "denies"
    return f"{voice(claim)} {does} what {voice(target)} says"


def figures(toll: Toll, claims: Mapping[str, Claim]) -> list[Conflict]:
    """Totals of one count, of one day, by different voices, whose ranges do not touch."""
    found: list[Conflict] = []
    standing: dict[float | None, TollEntry] = {}
    for entry in toll.series:
        if entry.state in {"stands", "rival"}:
            standing.setdefault(entry.best, entry)
    values = sorted(standing.values(), key=lambda entry: (_low(entry), _high(entry), entry.claim))
    for one, other in itertools.pairwise(values):
        first, second = voice(claims[one.claim]), voice(claims[other.claim])
        misquoted = first == second and one.report != other.report and one.published == other.published
        if _high(one) >= _low(other) or (first == second and not misquoted):
            continue
        apart = _days_apart(_said_day(one, claims), _said_day(other, claims))
        if apart is None or apart > SAME_DAYS:
            continue
        what = f"{toll.measure}{f' ({toll.group})' if toll.group else ''}"
        why = f"{what}: {_words(one)} by {first}, {_words(other)} by {second}, at one time"
        if misquoted:
            why = f"{what}: {_words(one)} or {_words(other)} by {first}: two reports of one moment differ"
        found.append(conflict("figure", one.claim, other.claim, why))
    return found


def _strikes_back(claim: Claim, other: Claim) -> bool:
    """Whether a claim tells what was done to another's doers: guards who killed the attackers did not attack."""
    doers = {actor.party for actor in other.initiators if actor.party}
    words = {word for actor in other.initiators for word in actor.name.casefold().split()}
    struck = (actor for actor in claim.recipients if actor.name)
    return strikes_back(claim) or any(one.party in doers or one.name.casefold().split()[-1] in words for one in struck)


def attributions(group: Sequence[Claim]) -> list[Conflict]:
    """Different voices that name different doers of one happening: parties, for "troops" may be anybody's."""
    found: list[Conflict] = []
    named: dict[frozenset[str], Claim] = {}
    for claim in group:
        doers_named = frozenset(actor.party for actor in claim.initiators if actor.party)
        if doers_named and claim.stance in {Stance.ASSERTS, Stance.ASSESSES}:
            named.setdefault(doers_named, claim)
    doers = sorted(named, key=sorted)
    for one, other in itertools.pairwise(doers):
        first, second = named[one], named[other]
        if one & other or voice(first) == voice(second) or _strikes_back(first, second) or _strikes_back(second, first):
            continue
        doer, rival = ", ".join(sorted(one)), ", ".join(sorted(other))
        why = f"{voice(first)} names {doer}, {voice(second)} names {rival} as who did it"
        found.append(conflict("attribution", first.id, second.id, why))
    return found


def controls(statuses: Sequence[Status]) -> list[Conflict]:
    """Two holders of one place within a few days."""
    found: list[Conflict] = []
    by_place: dict[str, list[Status]] = collections.defaultdict(list)
    for status in statuses:
        if status.aspect == "control" and status.by and status.value not in {"contested", "lost", "denied"}:
            by_place[status.place.name.casefold() if status.place else status.subject.casefold()].append(status)
    for place in sorted(by_place):
        some = sorted(by_place[place], key=lambda status: (status.by or "", status.id))
        for at, one in enumerate(some):
            for other in some[at + 1 :]:
                apart = _days_apart(day_number(one.last_confirmed), day_number(other.last_confirmed))
                if one.by == other.by or apart is None or apart > CONTROL_DAYS:
                    continue
                why = f"{one.subject}: held by {one.by} ({one.layer}), held by {other.by} ({other.layer})"
                found.append(conflict("control", one.history[-1].claims[-1], other.history[-1].claims[-1], why))
    return found


def quotations(claims: Iterable[Claim], published: Mapping[str, str | None]) -> list[Conflict]:
    """Quotations of one utterance whose words differ between reports."""
    said: dict[tuple[str, str], list[tuple[str, Claim]]] = collections.defaultdict(list)
    for claim in claims:
        spoken = utterance(claim, published.get(claim.report))
        if spoken is not None:
            said[spoken] += [(quote.text, claim) for quote in claim.direct_quotes]
    found: list[Conflict] = []
    for key in sorted(said):
        if len({claim.report for _, claim in said[key]}) < 2:
            continue
        unlike: dict[tuple[str, ...], Claim] = {}
        for text, claim in sorted(said[key], key=lambda pair: (pair[0], pair[1].report, pair[1].id)):
            unlike.setdefault(tuple(word.casefold() for word in _TOKEN.findall(text)), claim)
        words = sorted(some for some in unlike if len(some) >= FEWEST_WORDS)[:MOST_QUOTATIONS]
        for at, one in enumerate(words):
            for other in words[at + 1 :]:
                first, second = unlike[one], unlike[other]
                why = None if first.report == second.report else altered(one, other)
                if why:
                    found.append(conflict("quotation", first.id, second.id, why))
    return found


def utterance(claim: Claim, published: str | None) -> tuple[str, str] | None:
    """Whom a claim quotes in his own words, and on which day; None where it does not, or one is not known."""
    speaker = resolved_speaker(claim) if claim.direct_quotes else None
    day = day_of(claim.said_on) or day_of(published)
    return None if speaker is None or day is None else (speaker.name, day)


def altered(one: Sequence[str], other: Sequence[str]) -> str | None:
    """How the words of two quotations of one utterance differ, what changes the meaning first; None where they do not.

    >>> altered("we will not leave the town".split(), "we will leave the town".split())
    'altered quotation: “not” is left out (negation)'
    """
    matcher = difflib.SequenceMatcher(a=one, b=other, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    matched = sum(block.size for block in blocks)
    if not blocks or matched < ALIKE * min(len(one), len(other)):
        return None
    # A shorter quotation may begin later or end earlier: only what differs between matching words counts.
    first, last = blocks[0], blocks[-1]
    changes = [
        (one[a:b], other[c:d])
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal" and a >= first.a and c >= first.b and b <= last.a + last.size and d <= last.b + last.size
    ]
    if not changes or len(changes) > max(3, matched // 2):
        return None
    told = sorted(((_weight(a, b), position) for position, (a, b) in enumerate(changes)))
    return "altered quotation: " + "; ".join(_told(*changes[position]) for _, position in told)


def _weight(one: Sequence[str], other: Sequence[str]) -> int:
    changed = set(one) ^ set(other)
    if any(word in _NEGATION or word.endswith(("n't", "n’t")) for word in changed):
        return 0
    if any(word[0].isdigit() or word in number_words() for word in changed):
        return 1
    return 2 if changed & _MODALITY else 3


def _told(one: Sequence[str], other: Sequence[str]) -> str:
    kind = ("negation", "number", "modality", "wording")[_weight(one, other)]
    if not other:
        return f"“{' '.join(one)}” is left out ({kind})"
    if not one:
        return f"“{' '.join(other)}” is added ({kind})"
    return f"“{' '.join(one)}” / “{' '.join(other)}” ({kind})"


def voice(claim: Claim) -> str:
    """Who says it: the speaker, else the report in its own voice."""
    speaker = resolved_speaker(claim)
    return speaker.name if speaker else f"report {claim.report}"


def _said_day(entry: TollEntry, claims: Mapping[str, Claim]) -> int | None:
    return day_number(claims[entry.claim].said_on) or day_number(entry.published)


def _days_apart(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else abs(one - other)


def _low(entry: TollEntry) -> float:
    return next((edge for edge in (entry.low, entry.best, entry.high) if edge is not None), 0.0)


def _high(entry: TollEntry) -> float:
    return next((edge for edge in (entry.high, entry.best, entry.low) if edge is not None), 0.0)


def _words(entry: TollEntry) -> str:
    return entry.as_worded or f"{entry.best:g}" if entry.best is not None else entry.as_worded or "?"
