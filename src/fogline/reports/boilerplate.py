"""Which paragraphs of a page are no report text, and which are the lines of pictures.

In: one paragraph at a time. Out: the rule that says so, or None. Refused: nothing. The phrases stand in
`data/boilerplate.toml`. When in doubt a paragraph is report text: a lost report costs more than a kept advertisement.
"""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib import resources

from ahocorasick_rs import AhoCorasick

_LONGEST = (
    60  # words: of the paragraphs with an `anywhere` phrase in gva and polnear, longer ones also report something
)
_TOPICS = (
    "advertising",
    "subscription",
    "newsletter",
    "sharing",
    "cookies",
    "copyright",
    "contact",
    "credits",
    "updates",
)
_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " "})
_READER = re.compile(r"\b(?:you|your|yours|our|us)\b")
_QUOTED = re.compile(r"[\"“”«»]")
_BYLINE = re.compile(
    r"(?:By|BY|Story by|Written by|Words by|Author:)\s+(?:[A-Z][\w.'’-]*|and|of|the|for|in|at|,|&|\||/|-|–|—)"
    r"(?:[\s,|/&–—-]+(?:[A-Z@][\w.'’@-]*|and|of|the|for|in|at))*\s*\.?"
)
_REPORTS = re.compile(
    r"\b(?:said|says|told|reported|reports|according|announced|confirmed|claimed|claims|denied|warned|added|killed|"
    r"wounded|injured|died|was|were|had|struck|hit|attacked|arrested|fired|shelled|captured|found|took|began)\b"
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_INITIALS = re.compile(r"(?=[^/]*/)[a-z]{2,4}(?:[-/][a-z]{1,5}){1,6}")  # "kd-ol/am/rh" ends an agency's story
_REACH = re.compile(
    r"^(?:[\w.+-]+ ){0,4}\S+@|\b(?:contact|reach(?:ed)?|e-?mail|phone|tel|call|write|twitter|follow)\b|\d{3}-\d{4}"
)
_ADDRESS = re.compile(
    r"(?:https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.[\w.-]+|@\w+)(?:[\s,;|]+(?:https?://\S+|\S+@\S+|@\w+))*"
)
_NETWORK = re.compile(r"@|\bon (?:twitter|facebook|instagram|telegram|youtube|whatsapp|tiktok|google news|linkedin)\b")
_PLAIN_CALLS = frozenset({"download", "subscribe", "sign", "click", "tap", "register"})
# A sentence with one of these tells something, however short it is: "The suspect remains at large."
_FINITE = re.compile(
    r"\b(?:is|are|has|have|will|would|can|could|may|might|must|should|do|does|did|been|be|remains?|continues?|denies|deny|"
    r"says?|holds?|faces?|shows?|lies|stands|rejects?|expects?|plans?|wants?|asks?|calls?|warns?|appears?|seems?|fell|rose|"
    r"took|came|went|left|lost|won|hit|shot|held|kept|broke|sent|met|made|saw|fled|led|ran|drove|flew|grew)\b|n't\b|"
    r"\b\w+ed (?:the|an?|his|her|their|its|in|on|at|to|by|from|for|with|near|after|over|into|of|out|off|up|down)\b"
)
_BIO = re.compile(
    r"\b(?:is|was) (?:an?|the) (?:[\w'-]+ ){0,6}(?:reporter|correspondent|journalist|editor|writer|columnist|producer|"
    r"contributor|freelancer|bureau chief|photographer)\b[^.]{0,120}\b(?:at|for|covering|based|with|from)\b|"
    r"\b(?:covers|writes about|reports on)\b"
)
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")


@dataclass(frozen=True, slots=True)
class Phrases:
    """The table, compiled: whole lines and starts to their topic, and one automaton for what stands anywhere."""

    lines: dict[str, str]
    starts: dict[str, str]  # by the first word, for a quick look-up
    first_words: frozenset[str]
    anywhere: AhoCorasick
    anywhere_topics: tuple[str, ...]
    headings: frozenset[str]
    verbs: frozenset[str]
    products: frozenset[str]
    caption_starts: tuple[str, ...]
    credits: AhoCorasick


@functools.cache
def phrases() -> Phrases:
    """The phrase table, read once a process."""
    table = tomllib.loads(resources.files("fogline.data").joinpath("boilerplate.toml").read_text("utf-8"))
    starts = {phrase: topic for topic in (*_TOPICS, "other_pieces") for phrase in table[topic]["starts"]}
    anywhere = [(phrase, topic) for topic in _TOPICS for phrase in table[topic]["anywhere"]]
    return Phrases(
        lines={phrase: topic for topic in _TOPICS for phrase in table[topic]["lines"]},
        starts=starts,
        first_words=frozenset(phrase.split()[0] for phrase in starts),
        anywhere=AhoCorasick([phrase for phrase, _ in anywhere]),
        anywhere_topics=tuple(topic for _, topic in anywhere),
        headings=frozenset(table["other_pieces"]["lines"]),
        verbs=frozenset(table["calls"]["verbs"]),
        products=frozenset(table["calls"]["products"]),
        caption_starts=tuple(table["captions"]["starts"]),
        credits=AhoCorasick(table["captions"]["credits"]),
    )


def plain(text: str) -> str:
    """A paragraph in lower case with straight quotes, as the phrases are written."""
    return text.strip().lower().translate(_STRAIGHT)


def is_heading(lowered: str) -> bool:
    """Whether a line is the heading of a list of other pieces: "More stories", "Read also:".

    >>> is_heading("more stories")
    True
    """
    return lowered.rstrip(":.…> ").strip(" -–—|*#") in phrases().headings


def boilerplate_rule(text: str, lowered: str, words: int) -> str | None:
    """The rule by which a paragraph is no report text, whatever stands around it.

    >>> line = "Sign up for our daily newsletter and get it in your inbox."
    >>> boilerplate_rule(line, plain(line), 11)
    'subscription: sign up for'
    >>> line = "Shelling cut the road to Chasiv Yar overnight, the governor said."
    >>> boilerplate_rule(line, plain(line), 11)
    """
    if words > _LONGEST:
        return None
    table = phrases()
    bare = lowered.rstrip(":.…!?> ").strip(" -–—|*#[]()►•+>")
    if _ADDRESS.fullmatch(lowered):
        return "address"
    if words == 1 and _INITIALS.fullmatch(text.strip()):
        return "credits: initials of writers and editors"
    if bare in table.lines:
        return f"{table.lines[bare]}: {bare}"
    if not bare or not any(map(str.isalnum, bare)):
        return None
    quoted = bool(_QUOTED.search(text))
    first = bare.split()[0]
    if words <= 40 and not quoted:
        if first in table.first_words:
            begun = next((start for start in table.starts if bare.startswith(start)), None)
            if begun and (
                words <= 14 or not _REPORTS.search(lowered) or table.starts[begun] in ("copyright", "credits")
            ):
                return f"{table.starts[begun]}: {begun}"
        if words <= (6 if text.isupper() else 16) and _BYLINE.fullmatch(text.strip()):
            return "byline"
    hits = table.anywhere.find_matches_as_indexes(lowered)
    if hits and not quoted:
        phrase, start, end = hits[0]
        topic = table.anywhere_topics[phrase]
        if words <= 25 or len(hits) > 1 or topic == "copyright" or not _REPORTS.search(lowered):
            return f"{topic}: {lowered[start:end]}"
    if words <= 40 and not quoted and first in table.verbs and not _REPORTS.search(lowered):
        rest = set(re.findall(r"[a-z']+", lowered))
        if rest & table.products and (first in _PLAIN_CALLS or _READER.search(lowered)):
            return "call to the reader"
        if first == "follow" and _NETWORK.search(lowered):
            return "call to the reader"
    if words <= 16 and not quoted and "@" in lowered and _EMAIL.search(lowered) and _REACH.search(lowered):
        return "contact: address"
    return None


def tail_rule(text: str, lowered: str, words: int) -> str | None:
    """The rule by which a paragraph among boilerplate at a page's end is no report text either."""
    if words <= 30 and not _QUOTED.search(text) and _BIO.search(text):
        return "author's note"
    if words <= 40 and _READER.search(lowered) and not _QUOTED.search(text) and not _REPORTS.search(lowered):
        return "speaks to the reader"
    ended = bool(_SENTENCE_END.search(text.strip()))
    if words <= 25 and not _REPORTS.search(lowered) and not (ended and _FINITE.search(lowered)):
        return "short line in the tail"
    if words <= 20 and not ended:
        return "headline in the tail"
    return None


_STAMPED = re.compile(r"\((?:published|posted|taken)[ :][^()]{4,60}\)\W*$")
_WHOSE_PICTURE = re.compile(r"\S[.!?]?\s+©\s*(?!\d{4}\b)[A-Z][^.!?©]{2,60}\Z")  # "… on Friday. © Anna Bell, Agency"
_SHOWN = re.compile(
    r"\b(?:shown|pictured) (?:here )?in (?:an?|this|the) (?:\w+ ){0,3}(?:photo|picture|photograph|image|mugshot)\b"
)


def caption_rule(text: str, lowered: str, words: int) -> str | None:
    """The rule by which a paragraph is the line of a picture or a video.

    >>> line = "A resident walks past a shelled block in Soledar. (AP Photo/Staff)"
    >>> caption_rule(line, plain(line), 11)
    'picture credit'
    """
    if words > _LONGEST:
        return None
    table = phrases()
    if lowered.startswith(table.caption_starts) and not lowered.startswith(("this image", "this photo")):
        return "picture line"
    if lowered.startswith(("this image", "this photo")) and re.search(
        r"\b(?:shows|taken|provided|released)\b", lowered
    ):
        return "picture line"
    if words <= 30 and _SHOWN.search(lowered) and not _QUOTED.search(text):
        return "picture line"
    if _STAMPED.search(lowered) and not _REPORTS.search(lowered) and not _QUOTED.search(text):
        return "stamp in brackets at its end"
    if _WHOSE_PICTURE.search(text) and not _QUOTED.search(text):
        return "picture credit"
    hits = table.credits.find_matches_as_indexes(lowered)
    if hits and hits[0][1] <= 2 and lowered[0] in "([":
        return "picture credit"
    # The credit closes the line: "AP" in the middle of a sentence is a source, not a credit.
    if hits and len(lowered) - hits[-1][2] <= 60 and not re.search(r"[.!?]\s+\S", lowered[hits[-1][2] :]):
        before = lowered[: hits[0][1]]
        if re.search(r"[\[(|/©–—-]\s*[^\[(|/©]{0,40}$|[.!?]\W*[\w .'-]{0,40}$", before) or words <= 8:
            return "picture credit"
    return None
