"""Who the words of a source stand for: named speakers, and pronouns and descriptions led back to an earlier one.

In: the passages of a report as `Words`, and sources in text order. Out: `Speaker`s. Refused: nothing; a pronoun or a
description that points at nobody keeps its words under the name UNRESOLVED, and is never guessed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace

from fogline.claims.clauses import CHARGES
from fogline.claims.homeland import Homeland
from fogline.claims.parse import dictionary_form
from fogline.claims.speaker_naming import PLURALS, Mention, Namer
from fogline.claims.speaker_phrases import (
    bearer,
    joined,
    own_words,
    says_which,
    shows_only,
    which,
)
from fogline.claims.speech_cues import can_speak
from fogline.claims.speech_setting import phrase
from fogline.claims.speech_words import Words
from fogline.data.cues import CueTable
from fogline.data.kinds import kind_table
from fogline.data.measures import measures
from fogline.data.parties import Known, bare, canonical, country_in
from fogline.data.party_tables import tables
from fogline.data.small_words import number_words
from fogline.data.word_lists import word_lists
from fogline.model.claim import UNRESOLVED, Speaker
from fogline.model.report import SectionKind

_LISTS = word_lists("cues", "pronouns")

# How many sentences back a pronoun may point. Longer reaches find more speakers and more wrong ones: in news, "it" and
# "they" point at the sentence before or the one before that.
_REACH_OF_BODIES = 20  # sentences before, in which "the ministry" may have been named
_STEM = 5  # letters that "defence" and "Defense" have in common
_LATELY = 200  # speakers that a description ("the ministry") can point back to; keeps long reports linear
_REACH = {"person": 4, "body": 2, "group": 2}
_PRONOUNS = {
    word: (kind, gender or None)
    for word, (kind, _, gender) in ((word, meant.partition(" ")) for word, meant in _LISTS.pairs("kinds").items())
}
_OUTLETS = word_lists("cues", "channels").words("outlets")
_NOBODY = _LISTS.words("nobody")
_QUOTES = ("''", '"', "”", "’")


class Cast:
    """Everybody who has been named so far; sources are asked for in text order."""

    def __init__(self, passages: Sequence[Words], text: str, table: CueTable, home: Homeland) -> None:
        self._passages = passages
        self._text = text
        self._table = table
        self._namer = Namer(passages, text, home)
        self._spoke: deque[Mention] = deque(maxlen=_LATELY)
        self._spoke_in: dict[int, list[Mention]] = {}
        self._subjects: dict[int, list[Mention]] = {}

    def speakers(self, passage: int, head: int, via: str | None) -> tuple[Speaker, ...]:
        """The speakers behind a source whose first noun is `head`; those joined by "and" are several."""
        words = self._passages[passage]
        made = []
        for named in joined(words, head):
            givers = self._givers(words, named)
            shared = phrase(words, named, self._table) if len(givers) > 1 else None
            for one in givers:
                if _is_nobody(words, one):
                    continue
                mention, start, end = self._who(passage, one)
                here = self._namer.sentence(passage, one)
                said_in = via or shared or (mention.via if mention and mention.sentence == here else None)
                made.append(
                    Speaker(
                        name=mention.name if mention else UNRESOLVED,
                        as_worded=self._text[start:end],
                        role=mention.role if mention else None,
                        party=mention.party if mention else None,
                        via=said_in,
                        start=start,
                        end=end,
                    )
                )
                if mention:
                    self._remember(replace(mention, passage=passage, token=one, sentence=here, via=said_in))
        return tuple(made)

    def _givers(self, words: Words, named: int) -> list[int]:
        """Whose word it is: a joint statement's are several; "figures from the agency show" is the agency's."""
        if shows_only(words, named, self._table.channels):
            giver = _giver(words, named)
            return [] if giver is None else [giver]
        if words.lemma(named) in self._table.channels and words.tag[named] in ("NN", "NNS"):
            by = (kid for kid in words.all_kids(named, "prep") if words.lower[kid] == "by")
            every = [one for kid in by for giver in words.all_kids(kid, "pobj") for one in joined(words, giver)]
            if len(every) > 1:
                return every
        return [named]

    def _remember(self, mention: Mention) -> None:
        self._spoke.append(mention)
        self._spoke_in.setdefault(mention.sentence, []).append(mention)
        if mention.kind in ("person", "unknown") and " " in mention.name:
            self._namer.by_surname[mention.name.split()[-1]] = mention

    # One source ------------------------------------------------------------------------------------------------------

    def _who(self, passage: int, head: int) -> tuple[Mention | None, int, int]:
        words = self._passages[passage]
        tokens = own_words(words, head)
        start, end = words.begin[tokens[0]], words.finish[tokens[-1]]
        if (named := bearer(words, head)) is not None:
            end = max(end, words.finish[named])
        low = words.lower[head]
        if low == "who" and words.text(head, head + 1) == "WHO" and not words.plain.isupper():
            return self._namer.describe(passage, head), start, end  # the World Health Organization
        if words.tag[head] in ("WP", "WDT", "WP$") or (low in ("who", "which", "that") and words.dep[head] == "nsubj"):
            verb = words.head[head]
            if words.dep[verb] == "relcl" and words.head[verb] != verb:
                whom = words.head[verb]
                if words.dep[whom] == "appos" and words.tag[words.head[whom]] == "NNP":
                    whom = words.head[whom]  # "the Ann Aid Network, a charity that spoke of nine dead"
                mention, _, _ = self._who(passage, whom)
                return mention, start, end
        if low in _PRONOUNS:
            return self._pronoun(passage, head), start, end
        if low in _NOBODY or (low in self._table.askers and _is_label(words, head)):
            return None, start, end
        return self._noun(passage, head), start, end

    def _noun(self, passage: int, head: int) -> Mention | None:
        """A noun phrase: a channel, a description that needs somebody before, or a name of its own."""
        words = self._passages[passage]
        low, lemma = words.lower[head], words.lemma(head)
        owner = words.kid(head, "poss")
        if lemma in self._table.channels and words.tag[head] in ("NN", "NNS") and bearer(words, head) is None:
            return self._channel(passage, head, owner)
        described = self._of_there(passage, head) or self._namer.describe(passage, head)
        if described is not None and bearer(words, head) is not None:
            return described  # "the head of its administration, Vitaliy Barabash": whoever bears the title is named
        named = described is not None and described.party is not None
        if (
            owner is not None
            and not named
            and (words.tag[owner] == "PRP$" or words.lower[owner] in ("country", "nation"))
        ):
            return self._owned(passage, head, owner) or (described if words.tag[head] in PLURALS else None)
        label = head == 0 and _is_label(words, head)  # "GOVERNOR:" in a transcript is the governor who spoke before
        definite = (kid := words.kid(head, "det")) is not None and words.lower[kid] in ("the", "that", "this")
        definite = definite or label
        bare_noun = (label or words.tag[head] == "NN") and not any(
            words.tag[k].startswith("NNP") for k in words.kids[head]
        )
        if definite and bare_noun and not named and (low in tables().bodies or lemma in tables().roles):
            if _is_somebody_new(words, head) or self._is_of_another(passage, head):
                return described
            before = self._described_before(passage, head)
            return before or (described if low in tables().unique or says_which(words, head) else None)
        if described is not None and described.party is None and described.role in tables().body_roles:
            return self._same_office(passage, head, described)
        return described

    def _is_of_another(self, passage: int, head: int) -> bool:
        """Whether a description says of which place or body it is, and nobody before was called so.

        "The governor of Sumy Oblast", where the governor of Kharkiv Oblast has spoken.
        """
        words = self._passages[passage]
        tokens = own_words(words, head)
        named = [words.lower[token] for token in tokens if token > head and words.tag[token] == "NNP"]
        before = (*self._spoke, *self._before(passage, head, _REACH_OF_BODIES))
        return bool(named) and not any(all(_names(one, word) for word in named) for one in before)

    def _of_there(self, passage: int, head: int) -> Mention | None:
        """ "The health ministry there": that of the place which the sentence named last."""
        words = self._passages[passage]
        if words.lower[head + 1 : head + 2] != ["there"] or words.lower[head] not in tables().bodies:
            return None
        described = self._namer.describe(passage, head)
        body = bare(words.text(own_words(words, head)[0], head + 1))
        for token in range(head - 1, words.sentences[words.sentence[head]][0], -1):
            if words.tag[token] == "NNP" and words.dep[token] == "pobj":
                known = self._namer.known(f"{words.text(own_words(words, token)[0], token + 1)}'s {body}")
                if known is not None and described is not None:
                    return replace(described, name=known.name, role=known.role, party=known.party)
        return None

    # Led back to somebody before -------------------------------------------------------------------------------------

    def _pronoun(self, passage: int, head: int) -> Mention | None:
        words = self._passages[passage]
        kind, gender = _PRONOUNS[words.lower[head]]
        here = self._namer.sentence(passage, head)
        # "Ruritania lost 11 soldiers, it said": it is somebody else.
        last = (
            kind == "body" and words.tag[head] == "PRP" and head > 0 and words.lower[head - 1] in (",", "to", *_QUOTES)
        )
        found = list(self._before(passage, head, _REACH[kind]))
        if last:  # unless nobody else is there: "M23 captured Goma, it said"
            told = [one for one in found if one.sentence == here and one not in self._spoke_in.get(here, ())]
            found = [one for one in found if one not in told] + told
        closing = (
            kind == "person" and words.tag[head] == "PRP" and head > 0 and words.lower[head - 1] in (",", *_QUOTES)
        )
        for mention in found:
            if closing and mention.sentence == here and mention not in self._spoke_in.get(here, ()):
                continue  # "A driver was hurt, he said": somebody else does
            if kind == "person" and mention.kind in ("person", "unknown") and _agree(gender, mention.gender):
                return mention
            if kind == "body" and mention.kind == "body":
                return mention
            if kind == "group" and mention.kind in ("group", "body"):
                return mention
        return None

    def _channel(self, passage: int, head: int, owner: int | None) -> Mention | None:
        """ "the bulletin", "its statement", "a statement from the army": whoever speaks in it."""
        words = self._passages[passage]
        first, last = head, head
        while last and words.lower[last - 1] in self._table.channels:
            first = last = last - 1  # "the Mash Telegram channel"
        while first and words.tag[first - 1] in ("NNP", "HYPH") and words.dep[first - 1] != "poss":
            first -= 1
        if first < last and words.lemma(head) in _OUTLETS:
            # "The rebel-run Al Masirah television" bears a name, and is no channel of somebody who spoke before.
            outlet = self._namer.describe_words(passage, head)
            return replace(outlet, name=words.text(first, last), role="news", kind="body", via=None) if outlet else None
        via = phrase(words, head, self._table)
        giver = owner
        for kid in words.all_kids(head, "prep", "acl"):
            agent = words.kid(kid, "agent") if words.dep[kid] == "acl" else kid
            if giver is None and agent is not None and words.lower[agent] in ("by", "from", "of"):
                giver = words.kid(agent, "pobj")
        if giver is None:
            giver = next(
                (kid for kid in words.all_kids(head, "compound", "nmod") if self._known_body(passage, kid)), None
            )
        if giver is not None:
            mention, _, _ = self._who(passage, giver)
            return replace(mention, via=via, sentence=self._namer.sentence(passage, head)) if mention else None
        here = self._namer.sentence(passage, head)
        low = words.lemma(head)
        article = words.kid(head, "det")
        if article is None or words.lower[article] not in ("the", "this", "that"):
            mention = self._namer.describe_words(passage, head)
            return replace(mention, via=via) if mention else None
        recent = [one for one in reversed(self._spoke) if here - one.sentence <= 6]
        same = next((one for one in recent if one.via and low in one.via.lower()), None)
        if same is None and low in self._table.of_speaker:
            same = next((one for one in recent if here - one.sentence <= 2), None)
        return replace(same, via=via, sentence=here) if same else None

    def _known_body(self, passage: int, token: int) -> bool:
        known = self._namer.known(self._passages[passage].text(token, token + 1))
        return known is not None and known.gender is None

    def _owned(self, passage: int, head: int, owner: int) -> Mention | None:
        """ "his ministry", "the country's army": the office of whoever the owner points at."""
        words = self._passages[passage]
        if words.tag[owner] == "PRP$":
            lord, _, _ = self._who(passage, owner)
            party = lord.party if lord else None
        else:
            lord, party = None, self._country_before(passage, owner)
        if lord is None and party is None:
            return None
        office = words.text(owner + 1, head + 1).removeprefix("'s ").strip()
        wording = ""
        if lord is not None and words.lower[head] in ("ministry", "department") and "minister" in lord.wording.lower():
            wording = lord.wording.lower().replace("minister", words.lower[head])
            wording = f"{party}'s {' '.join(wording.split()[1:])}" if party else wording
        known = canonical(wording) if wording else None
        known = known or (canonical(f"{party}'s {office}") if party else None)
        if known is None:
            if lord is None:
                return None
            name = lord.name
            if name[:1].islower() and " " in name and words.tag[lord.token][0] == "N" and lord.passage == passage:
                name = f"the {words.text(lord.token, lord.token + 1)}"  # of "the city of 67,000 before the war"
            known = Known(name=f"{_owner(name)} {office}", party=party)
        return Mention(
            name=known.name,
            role=known.role,
            party=known.party,
            gender=None,
            kind="body",
            passage=passage,
            token=head,
            sentence=self._namer.sentence(passage, head),
        )

    def _country_before(self, passage: int, token: int) -> str | None:
        """What "the country" stands for: the party of the nearest subject before, else the nearest country named."""
        for mention in self._before(passage, token, 2):
            if mention.party and country_in(mention.party):
                return mention.party
        words = self._passages[passage]
        stop = words.begin[token]
        country = country_in(words.plain[: stop - words.passage.start])
        return country.name if country else None

    def _described_before(self, passage: int, head: int) -> Mention | None:
        """ "the ministry", "the president": the nearest one before whose name or role has the word."""
        words = self._passages[passage]
        low, lemma = words.lower[head], words.lemma(head)
        role = tables().roles.get(lemma)
        said_which = which(words, head)
        seen = [*reversed(self._spoke), *self._before(passage, head, _REACH_OF_BODIES)]
        for mention in seen:
            known_words = mention.name.lower().split()
            if " ".join((*said_which, lemma)) == mention.role:
                return mention  # "the think tank"
            if low in tables().bodies and not all(_names(mention, word) for word in said_which):
                continue  # "the health ministry" is not the foreign ministry that spoke before
            armed = low == "force" and known_words[-1:] == ["forces"] and mention.role in tables().body_roles
            if (
                armed
                or (low in known_words and not _is_troops_of(low, known_words))
                or (mention.kind == "body" and low == _called(mention))
                or lemma == mention.role
                or low in tables().like.get(mention.role or "", ())
            ):
                return mention
            if role is not None and mention.role == role and mention.kind in ("person", "unknown"):
                return mention
        return None

    def _same_office(self, passage: int, head: int, described: Mention) -> Mention:
        """ "the Defense Ministry" is the one named before; without one its country is not known."""
        for mention in reversed(self._spoke):
            if mention.party and mention.name.lower().endswith(described.name.lower()):
                return replace(described, name=mention.name, party=mention.party)
        return described

    # Who was there before --------------------------------------------------------------------------------------------

    def _before(self, passage: int, token: int, reach: int) -> Iterator[Mention]:
        """Speakers and subjects before a token, the nearest sentence first, speakers before subjects."""
        here = self._namer.sentence(passage, token)
        at = passage
        for sentence in range(here, here - reach - 1, -1):
            while sentence >= 0 and sentence < self._namer.offset[at]:
                at -= 1
                if self._passages[at].passage.section.kind in (SectionKind.CAPTION, SectionKind.DATELINE):
                    return
            if sentence < 0:
                return
            spoke = self._spoke_in.get(sentence, [])
            if sentence == here:
                spoke = [one for one in reversed(spoke) if one.token < token]
            yield from spoke
            for mention in self._subjects_of(at, sentence):
                if sentence != here or mention.token < token:
                    yield mention

    def _subjects_of(self, passage: int, sentence: int) -> list[Mention]:
        if sentence not in self._subjects:
            words = self._passages[passage]
            a, b = words.sentences[sentence - self._namer.offset[passage]]
            self._subjects[sentence] = [
                mention
                for token in range(a, b)
                if (words.dep[token] in ("nsubj", "nsubjpass") and words.tag[token][0] == "N")
                or _is_accused(words, token)
                if not _is_nobody(words, token)
                for one in (token, words.kid(token, "poss"))  # "Moscow's version has shifted": Moscow is spoken of
                if one is not None
                and (mention := self._namer.describe(passage, one)) is not None
                and (_may_speak(mention, words, one) if one == token else _is_state(mention))
            ]
        return self._subjects[sentence]


def _giver(words: Words, head: int) -> int | None:
    """The body from which figures or data are: "figures from the UN refugee agency show"."""
    for kid in words.all_kids(head, "prep"):
        giver = words.kid(kid, "pobj") if words.lower[kid] in ("from", "by") else None
        if giver is not None and can_speak(words, giver):
            return giver
    return None


def _is_somebody_new(words: Words, head: int) -> bool:
    """Whether a description says whose it is, by what was not told before: "the commander of a drone battalion"."""
    of = [thing for kid in words.all_kids(head, "prep") if words.lower[kid] == "of" for thing in words.kids[kid]]
    return any(words.lower[kid] in ("a", "an") for thing in of for kid in words.all_kids(thing, "det"))


def _is_label(words: Words, head: int) -> bool:
    """Whether a source stands before a colon: "Q: …", "GOVERNOR: …"."""
    return head + 1 < len(words.lower) and words.lower[head + 1] == ":"


def _is_accused(words: Words, token: int) -> bool:
    """Whether somebody is named as accused: who may well answer ("accused Hamas of it, which the group denied")."""
    return (
        words.dep[token] == "dobj"
        and words.tag[token] in ("NNP", "NNPS", "NNS")
        and words.lemma(words.head[token]) in CHARGES
    )


def _is_nobody(words: Words, head: int) -> bool:
    """ "No group has claimed the attack", "not claimed by any group": nobody speaks."""
    if words.lower[head] in ("nobody", "none") or (
        words.lower[head] == "one" and words.lower[head - 1 : head] == ["no"]
    ):
        return True
    return (kid := words.kid(head, "det")) is not None and words.lower[kid] in ("no", "any")


def _is_troops_of(word: str, name: Sequence[str]) -> bool:
    """ "Government forces" are not who is meant by "the government"."""
    return name[-1] != word and dictionary_form(name[-1], "NNS") in kind_table().classes["forces"]


def _called(mention: Mention) -> str:
    """The noun that a body was called by beside its name: the "mission" of "the African Union mission, ATMIS"."""
    return next(reversed(mention.wording.lower().partition(",")[0].split()), "")


def _names(mention: Mention, word: str) -> bool:
    """Whether a word that says which body is meant is one of the name or of the wording: "defence" as "Defense"."""
    return word[:_STEM] in f"{mention.name} {mention.wording}".lower()


def _agree(wanted: str | None, there: str | None) -> bool:
    return there is None or wanted is None or wanted == there


def _is_state(mention: Mention) -> bool:
    return mention.kind == "body" and mention.party is not None and country_in(mention.party) is not None


def _may_speak(mention: Mention, words: Words, token: int) -> bool:
    """Subjects that were never heard count only where they are people or bodies for sure."""
    people = words.lemma(token) in measures().people
    if mention.kind == "unknown":
        # Two capitalised words in a row are mostly a person, one is as often a town.
        return (words.tag[token] == "NNP" and " " in mention.name) or (words.tag[token] == "NN" and people)
    if mention.kind == "group" and words.tag[token] == "NNS":
        return people or mention.party is not None or mention.role is not None  # "the killings" say nothing
    return mention.kind in ("person", "body", "group")


def _owner(name: str) -> str:
    """An owner as it stands before what is owned: "the peacekeepers'" of "thirteen peacekeepers".

    >>> _owner("Thirteen peacekeepers"), _owner("Boris Pistorius"), _owner("Yemen")
    ("the peacekeepers'", "Boris Pistorius'", "Yemen's")
    """
    first, _, rest = name.partition(" ")
    if rest and (first.isdigit() or first.lower() in number_words()):
        name = f"the {rest}"
    return f"{name}'" if name.endswith("s") else f"{name}'s"
