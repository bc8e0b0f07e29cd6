"""Names in sentences: articles, plurals, lists. Speakers and actors in, noun phrases out. Refused: nothing."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources

from fogline.data.measures import measures
from fogline.data.word_lists import word_lists
from fogline.model.claim import UNRESOLVED, Actor, Speaker

_LISTS = word_lists("wording", "names")
Table = Mapping[str, Mapping[str, object]]
_TEENS = _LISTS.phrases("teens")
_AFTER_HEAD, _DETERMINERS = _LISTS.words("after_head"), _LISTS.words("determiners")
_SHORT_NAME = 7  # words; longer descriptions of an actor do not read as a subject


@functools.cache
def table() -> dict[str, dict[str, object]]:
    """The table of words, `data/wording.toml`."""
    return tomllib.loads(resources.files("fogline.data").joinpath("wording.toml").read_text("utf-8"))


@functools.cache
def words(section: str, name: str) -> frozenset[str]:
    """A list of the table of words, lower case."""
    listed = table()[section][name]
    return frozenset(str(word).lower() for word in listed) if isinstance(listed, list) else frozenset()


def head(name: str) -> str:
    """The word that a name turns on: the last before "of", "for" or "in".

    >>> head("Institute for the Study of War"), head("Ukraine's armed forces")
    ('institute', 'forces')
    """
    parts = name.lower().split()
    for place, part in enumerate(parts):
        if place and part in _AFTER_HEAD:
            parts = parts[:place]
            break
    return parts[-1].strip(",.") if parts else ""


def is_plural(name: str) -> bool:
    """Whether the verb after a name stands in the plural.

    >>> is_plural("Russian forces"), is_plural("National Police"), is_plural("Reuters"), is_plural("activists")
    (True, True, False, True)
    """
    if " and " in name.lower() and "ministry" not in name.lower():
        return True
    last = head(name)
    # "Military observers", "activists", "residents of Lashio", not "Reuters".
    bare = name.startswith(last) and last.islower()
    common = last.endswith("s") and not last.endswith("ss") and (f" {last}" in name or bare)
    return last in words("naming", "plural") or common


def with_article(name: str) -> str:
    """A name as it stands in a sentence.

    >>> with_article("Russian Defense Ministry"), with_article("Wagner"), with_article("Ukraine's armed forces")
    ('the Russian Defense Ministry', 'Wagner', "Ukraine's armed forces")
    >>> with_article("city's military administration")
    "the city's military administration"
    """
    name = " ".join(name.split())
    first = name.split(" ")[0].lower() if name else ""
    if first in _DETERMINERS or not name:
        return "the" + name[3:] if first == "the" else name
    if first.endswith(("'s", "’s")) and name[:1].islower():
        return f"the {name}"  # "the city's military administration"
    if first.endswith(("'s", "’s", "s'", "s’")) or (("’s " in name or "'s " in name) and name[:1].isupper()):
        return name
    if first in words("naming", "common") and name[len(first) :].islower():
        name = name[:1].lower() + name[1:]  # "Regional officials" began their sentence in the report
    forces = name.endswith((" Forces", " Force", " Guards"))  # a body, where "Russian forces" are some
    if forces or name.lower() in words("naming", "the_names") or head(name) in words("naming", "the"):
        return f"the {name}"
    if name.islower() and name in measures().people and not is_plural(name):
        return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"  # "She" who is but "nurse" in the report
    return name


def in_sentence(place: str) -> str:
    """A place's name as it stands in a sentence.

    >>> in_sentence("Gaza Strip"), in_sentence("Philippines"), in_sentence("Kherson, Nikopol and Beryslav")
    ('the Gaza Strip', 'the Philippines', 'Kherson, Nikopol and Beryslav')
    """
    lower = place.lower()
    first, _, rest = lower.partition(" ")
    wide = head(place) in words("naming", "the_heads") or (first in words("naming", "the_firsts") and " of " in lower)
    named = lower in words("naming", "the_places") | words("naming", "the_names")
    return f"the {place}" if named or (rest and wide) else place


def is_name(name: str) -> bool:
    """Whether it names somebody: no pronoun, nothing unresolved.

    >>> is_name("it"), is_name("Kherson's governor")
    (False, True)
    """
    return bool(name) and name != UNRESOLVED and name.lower() not in words("naming", "not_names")


def speaker_words(speaker: Speaker) -> str:
    """Who speaks, as a noun phrase; empty where nobody knows.

    >>> speaker_words(Speaker(name="Volodymyr Zelensky", as_worded="President Zelensky", role="President"))
    'President Volodymyr Zelensky'
    """
    if not is_name(speaker.name):
        return ""
    role = (speaker.role or "").strip()
    if role.lower() in words("naming", "titles") and role.lower() not in speaker.name.lower():
        return f"{role[:1].upper()}{role[1:]} {speaker.name}"
    if speaker.as_worded.lower().startswith("both ") and not speaker.name.lower().startswith("both "):
        return f"both {speaker.name}"
    if speaker.name.lower() in words("naming", "plural"):
        return speaker.name.lower()  # "Police", by its place in a title
    return _as_printed(speaker) or with_article(speaker.name)


def _as_printed(speaker: Speaker) -> str | None:
    """A description or a bare noun with the article that it has in the report: "a surgeon", "the Observatory"."""
    article, _, rest = " ".join(speaker.as_worded.split()).partition(" ")
    # "A Ukrainian officer" is one of many, for all its capital.
    bare = (
        speaker.name[:1].islower()
        or speaker.name.rpartition(" ")[2].islower()
        or (" " not in speaker.name and rest == speaker.name)
    )
    described = bare and not is_plural(speaker.name) and rest.lower().startswith(speaker.name.lower())
    return f"{article.lower()} {speaker.name}" if described and article.lower() in ("a", "an", "the") else None


def actor_words(actor: Actor) -> str:
    """Who does it or to whom it is done, in the text's own words where these can stand in a sentence.

    >>> actor_words(Actor(name="Russia", as_worded="Russian troops", party="Russia"))
    'Russian troops'
    >>> actor_words(Actor(name="Russia", as_worded="the enemy", party="Russia"))
    'Russia'
    """
    worded = " ".join(actor.as_worded.split()).strip(" ,.;:")
    if worded.lower() in words("naming", "plural") and not actor.party:
        worded = worded.lower()  # "Civilians" with the capital of its sentence
    plural = head(worded) in words("naming", "plural")
    if is_name(worded) and plural and len(worded.split()) <= _SHORT_NAME and worded.lower() not in ("forces", "troops"):
        return with_article(worded)
    return with_article(actor.name) if is_name(actor.name) else ""


def listed(names: Iterable[str], *, most: int = 3, rest: str = "others") -> str:
    """Names in a row, each once.

    >>> listed(["Reuters", "AP", "Reuters"]), listed(["A", "B", "C", "D", "E"], rest="others")
    ('Reuters and AP', 'A, B, C and two others')
    >>> listed(["regional authorities", "regional officials", "local officials"])
    'regional authorities and local officials'
    """
    from fogline.outputs.figures import number_words

    each = voices(names)
    if len(each) > most + 1:
        each = [*each[:most], f"{number_words(len(each) - most)} {rest}"]
    return joined(each)


def voices(names: Iterable[str]) -> list[str]:
    """Names of who speaks, each voice once, as it is called first.

    >>> voices(["an aid group", "the aid group", "the army"])
    ['an aid group', 'the army']
    """
    once: dict[str, str] = {}
    for name in names:
        if name:
            once.setdefault(_voice(name), name)
    return list(once.values())


def _voice(name: str) -> str:
    """What two descriptions of nobody in particular have in common: to a reader authorities are officials."""
    article, _, rest = name.partition(" ")
    name = rest if article in ("a", "an", "the") and rest[:1].islower() else name  # "the aid group and an aid group"
    what, _, noun = name.rpartition(" ")
    return f"{what} {min(words('naming', 'same_voice'))}" if noun in words("naming", "same_voice") else name


def joined(each: Sequence[str]) -> str:
    """Words in a row with "and" before the last.

    >>> joined(["Soledar", "Lyman", "Bakhmut"])
    'Soledar, Lyman and Bakhmut'
    """
    return each[0] if len(each) == 1 else ", ".join(each[:-1]) + " and " + each[-1] if each else ""


def sentence(text: str) -> str:
    """Words as a sentence: a capital first, one full stop last.

    >>> sentence("the village was shelled"), sentence("“We hold.”")
    ('The village was shelled.', '“We hold.”')
    """
    text = " ".join(text.split())
    first, _, rest = text.partition(" ")
    text = f"{_TEENS[int(first) - 11]} {rest}" if first.isdigit() and 10 < int(first) < 21 else text
    for place, letter in enumerate(text):
        if letter.isalpha():
            text = text[:place] + letter.upper() + text[place + 1 :]
            break
        if letter.isdigit():
            break
    return text if text.rstrip("”’\"'").endswith((".", "!", "?", "…")) else text + "."
