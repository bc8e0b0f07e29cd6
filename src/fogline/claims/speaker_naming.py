"""What the words of a source say of whoever is meant: name, role, side, and whether it is a person or a body.

In: the passages of a report as `Words`, and the first noun of a source. Out: a `Mention`, or None where the words name
nobody. Refused: nothing; pronouns and descriptions that need somebody before them are led back in `speakers`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fogline.claims.homeland import BODIES, Homeland, as_named
from fogline.claims.speaker_phrases import (
    as_within_a_sentence,
    bearer,
    extent,
    gender,
    is_short_name,
    office,
    own_words,
    person_name,
)
from fogline.claims.speech_words import Words
from fogline.data.parties import Known, bare, canonical, party_of
from fogline.data.party_tables import tables
from fogline.data.word_lists import word_lists

_EXPLAINED = word_lists("cues", "no_name").pattern("explained")
_OUTLETS = word_lists("cues", "channels").words("outlets")
_LOCAL = ("regional", "provincial")
_DASHES = frozenset({"-", "–", "—"})
PLURALS = {"NNS", "NNPS"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Somebody named in the report, as far as the words and the tables tell."""

    name: str
    role: str | None
    party: str | None
    gender: str | None
    kind: str  # person, body, group, unknown
    passage: int
    token: int
    sentence: int  # counted through the report
    via: str | None = None
    wording: str = ""


class Namer:
    """Describes mentions; a surname takes what is known of its bearer from before."""

    def __init__(self, passages: Sequence[Words], text: str, home: Homeland) -> None:
        self._passages = passages
        self._home = home
        self._text = text
        self.offset = [0]  # the number of each passage's first sentence
        for words in passages:
            self.offset.append(self.offset[-1] + len(words.sentences))
        self.by_surname: dict[str, Mention] = {}
        self._named: dict[str, bool] = {}
        self._full: dict[str, tuple[int, int]] | None = None

    def sentence(self, passage: int, token: int) -> int:
        """The number of a token's sentence, counted through the report."""
        return self.offset[passage] + self._passages[passage].sentence[token]

    def describe(self, passage: int, head: int) -> Mention | None:
        """A mention from its own words alone."""
        words = self._passages[passage]
        named = bearer(words, head)
        if named is not None and (mention := self.describe(passage, named)) is not None:
            titled = self.describe_words(passage, head)
            titled = self._at_home(words, head, titled) if titled else None
            if titled is not None and titled.role is None and is_short_name(words, named):
                mention = replace(mention, kind="body", wording=f"{titled.wording}, {mention.name}")
            return replace(
                mention,
                role=_office_of(mention.role, titled.role if titled else None),
                token=head,
                party=mention.party or (titled.party if titled else None),
                kind="person" if words.lemma(head) in tables().roles else mention.kind,
            )
        found = self.describe_words(passage, head)
        if found is not None and found.role is None and (held := office(words, head)) is not None:
            found = replace(found, role=tables().roles[words.lemma(held)], kind="person")
        return self._at_home(words, head, found) if found else None

    def _at_home(self, words: Words, head: int, found: Mention) -> Mention:
        """A body of state that is named without its state, as that of the report's homeland."""
        if found.party is not None:
            return found
        title = found.wording[: -len(found.name)].strip() if found.wording.endswith(found.name) else ""
        side = self._home.side(found.wording) or self._home.side(title)
        if side is None:
            low, high = extent(words, head)
            phrase = words.text(low, high + 1)
            titled = extent(words, words.head[head])[0] if words.dep[head] == "appos" else low
            span = words.begin[min(low, titled)], words.finish[high]
            if (there := self._home.side_of_governor(found.role, phrase, *span)) is not None:
                return replace(found, party=there)
            by_name = words.tag[head] == "NNP" and found.kind != "group"  # "the president" is led back to one before
            office = self._home.side_of_office(found.role, phrase) if by_name else None
            if office is not None and _of_another_land(words, head, office):
                office = None  # "hit Russia's Smolensk region, acting Governor Ivan Petrov said", in news of Ukraine
            return replace(found, party=self._home.side_behind(phrase) or office)
        local = bare(found.wording).lower().startswith(_LOCAL)
        known = as_named(side, found.wording) if not title and not local else None
        return replace(found, party=side, name=known.name if known and known.role in BODIES else found.name)

    def describe_words(self, passage: int, head: int) -> Mention | None:
        """A mention from the words of a noun phrase that bears no other name."""
        words = self._passages[passage]
        low, high = extent(words, head)
        tokens = own_words(words, head)
        if any(mark in _DASHES for mark in words.lower[low : tokens[0]]):
            low = tokens[0]  # "12 dead in Siversk - governor"
        long = words.text(low, high + 1)
        short = words.text(tokens[0], tokens[-1] + 1)
        known = self.known(short) or (self.known(long) if long != short else None)
        sentence = self.sentence(passage, head)
        if known is not None:
            if (
                (known.role is None or known.party is None)
                and (more := self.known(long)) is not None
                and more.name == known.name
            ):
                known = more
            proper = any(words.tag[token].startswith("NNP") for token in (head,))
            kind = _kind(known, words.tag[head], proper)
            full = person_name(words, head)
            someone = full is not None and known.name == words.text(full, head + 1)  # "police chief Omar Shah"
            kind = "person" if someone else kind
            called = (
                as_within_a_sentence(words, tokens, known.name) if bare(short).startswith(known.name) else known.name
            )
            return self._as_before(
                Mention(
                    name=called,
                    role=known.role,
                    party=known.party,
                    gender=known.gender or (gender(words, head) if someone else None),
                    kind=kind,
                    wording=short,
                    passage=passage,
                    token=head,
                    sentence=sentence,
                )
            )
        name = _EXPLAINED.sub("", bare(short))
        if not name or name.lower() in ("the", "a", "an"):
            return None
        name = name if name in self.by_surname else as_within_a_sentence(words, tokens, name)
        full = person_name(words, head)
        if full is None and _behind_initials(words, head):
            full = head - 1  # "Superintendent of Police (SP) Ajay Markam"
        role = tables().roles.get(words.lower[head])
        if full is not None:
            name = words.text(full, head + 1)
            titles = [words.lower[at] for at in range(full - 1, tokens[0] - 1, -1)]
            held = [tables().roles[title] for title in titles if title in tables().roles]
            role = "spokesperson" if "spokesperson" in held else next(iter(held), role)
        elif (
            words.tag[head] == "NNP"
            and head > tokens[0]
            and words.text(head - 1, head) in tables().bodies
            and words.lower[head] not in _OUTLETS  # "state TV"
        ):
            name = words.text(head, head + 1)  # "the grid operator Svitlo", not "the Lutsk Police Department"
        several = words.tag[head] in PLURALS or words.tag[head][:1] in "JDR"  # "residents", "few"
        kind = "group" if several else "person" if role else "unknown"
        of_body = head > tokens[0] and words.lower[head - 1] in tables().bodies  # "the UN mission MINUSCA"
        with_article = words.tag[head] == "NNP" and words.kid(head, "det") is not None
        if of_body or with_article or words.lower[head] in tables().bodies:
            kind = "body"
        return self._as_before(
            Mention(
                name=name,
                role=role,
                party=party_of(short),
                gender=gender(words, head),
                kind=kind,
                wording=short,
                passage=passage,
                token=head,
                sentence=sentence,
            )
        )

    def known(self, wording: str) -> Known | None:
        """The tables' entry, unless its name is one that others bear too and the report does not name the party."""
        known = canonical(wording) or canonical(self._home.in_full(wording))
        if known is not None and known.where_named and known.party and not self._names(known.party):
            return None
        return known

    def _names(self, party: str) -> bool:
        if party not in self._named:
            forms = {" ".join(form) for form, country in tables().countries.items() if country.name == party}
            low = self._text.lower()
            self._named[party] = any(form in low for form in forms)
        return self._named[party]

    def _as_before(self, mention: Mention) -> Mention:
        """A surname takes the full name, role and side under which its bearer stood before."""
        if " " in mention.name or (mention.kind in ("body", "group") and mention.name not in self.by_surname):
            return mention
        if mention.wording and not mention.wording[0].isupper():
            return mention
        earlier = self.by_surname.get(mention.name) or self._full_name(mention)
        if earlier is not None and " " in earlier.name and earlier.name.split()[-1] == mention.name:
            return replace(
                mention,
                name=earlier.name,
                role=earlier.role or mention.role,
                party=earlier.party or mention.party,
                gender=earlier.gender or mention.gender,
                kind=earlier.kind,
            )
        return mention

    def _full_name(self, mention: Mention) -> Mention | None:
        """Where a surname's bearer stands earlier in the report with a first name."""
        if self._full is None:
            self._full = {}
            for number, words in enumerate(self._passages):
                for token, tag in enumerate(words.tag):
                    if tag == "NNP" and token and words.tag[token - 1] == "NNP" and words.head[token - 1] == token:
                        self._full.setdefault(words.lower[token], (number, token))
        found = self._full.get(mention.name.lower())
        if found is None or found >= (mention.passage, mention.token):
            return None
        return self.describe_words(*found)


def _behind_initials(words: Words, head: int) -> bool:
    """Whether a name of two words stands behind the initials of an office in brackets."""
    return head > 2 and words.tag[head] == words.tag[head - 1] == "NNP" and words.lower[head - 2] == ")"


def _office_of(rank: str | None, title: str | None) -> str | None:
    """A bearer's role: "a junta spokesman, Brigadier Tun" is a spokesman by office and a commander by rank only."""
    return title if rank is None or title == "spokesperson" else rank


def _kind(known: Known, tag: str, proper: bool) -> str:
    if known.gender:
        return "person"
    if tag in PLURALS:
        return "group"
    if known.role in tables().body_roles:
        return "body"
    if known.role == "spokesperson":
        return "unknown"
    return "person" if known.role or proper else "unknown"


def _of_another_land(words: Words, head: int, land: str) -> bool:
    """Whether a speaker's sentence says of another land that something is its own: "Russia's Smolensk region"."""
    low, high = words.sentences[words.sentence[head]]
    owners = (tables().countries.get((words.lower[at],)) for at in range(low, high) if words.dep[at] == "poss")
    return any(owner is not None and owner.name != land for owner in owners)
