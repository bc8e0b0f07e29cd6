"""Place names as keys: one spelling for the many ways in which a name is written.

In: a name in Latin or Cyrillic script. Out: a key in plain lower-case Latin letters. Three keys are made: `name_key`
joins spellings that differ in case, accents, apostrophes, hyphens and script only; `slavic_key` joins also the
romanisations of Ukrainian, Russian and Belarusian names, `arabic_key` those of Arabic names, with and without their
article. The last two are for places of such countries alone, for they are too coarse elsewhere.
"""

from __future__ import annotations

import functools
import re
import unicodedata
import zlib
from collections.abc import Iterable

from fogline.data.remembered import MOST_REMEMBERED

_CYRILLIC = dict(
    zip("абвгґдежзийклмнопрстуфхцыэіёўјєїю", "abvhgdezziiklmnoprstufhcyeioujeiu", strict=True),
) | {
    "ж": "zh",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ю": "yu",
    "я": "ya",
    "є": "ye",
    "ї": "yi",
    "й": "y",
    "ё": "yo",
    "ь": "",
    "ъ": "",
    "ы": "y",
    "и": "y",
    "љ": "lj",
    "њ": "nj",
    "ћ": "c",
    "ђ": "dj",
    "џ": "dz",
}
_LETTERS = {"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "ı": "i", "æ": "ae", "œ": "oe", "ə": "a", "ð": "d", "þ": "th"}
_APOSTROPHES = dict.fromkeys("'’‘ʹʼ`´ʻʿʾ.\u0301", "")
_TABLE = str.maketrans(
    {**_CYRILLIC, **_LETTERS, **_APOSTROPHES, "-": " ", "–": " ", "—": " ", "/": " ", ",": " ", "&": " and "}
)
_WORDS = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
_RUSSIAN = str.maketrans("иИгГ", "iIgG")  # the keys have these letters as Ukrainian says them
_PLAIN = re.compile(r"[a-z]+\Z")

# Each step makes two romanisations of one sound alike; the order matters.
_SLAVIC = (
    (re.compile("shch|sch"), "s"),
    (re.compile("zhzh|zzh|zz|zh"), "z"),
    (re.compile("kh|ch"), "h"),
    (re.compile("sh"), "s"),
    (re.compile("ts|tz"), "c"),
    (re.compile("w"), "v"),
    (re.compile("x"), "ks"),
    (re.compile("g"), "h"),
    (re.compile("[yj]"), "i"),
    (re.compile("i+"), "i"),
    (re.compile("i(?=[aeou])"), ""),
    (re.compile(r"(.)\1"), r"\1"),
    (re.compile("ovk(?=[ai])"), "ivk"),
)

SLAVIC = frozenset({"UA", "RU", "BY"})
ARABIC = frozenset(
    {"AE", "BH", "DZ", "EG", "IQ", "JO", "KW", "LB", "LY", "MA", "MR", "OM", "PS", "QA", "SA", "SD", "SY", "TN", "YE"}
)
_ARTICLES = {
    "al",
    "ar",
    "as",
    "ash",
    "at",
    "ath",
    "an",
    "ad",
    "adh",
    "az",
    "el",
    "er",
    "es",
    "esh",
    "et",
    "en",
    "ed",
    "ez",
}
_ARABIC = (
    (re.compile(r"(?:iyy|iy|y|i)(?:a|e)h?\b"), "ia"),
    (re.compile(r"[ae]h?\b"), "a"),
    (re.compile("sch|sh|ch"), "s"),
    (re.compile("kh"), "x"),
    (re.compile("gh|dj|j"), "g"),
    (re.compile("dh"), "d"),
    (re.compile("th"), "t"),
    (re.compile("q|c"), "k"),
    (re.compile("ou|oo|a[uw]|ow|o|w(?![aiu])"), "u"),
    (re.compile("[ae][iy]|ee|iy|y(?![au])"), "i"),
    (re.compile("e"), "a"),
    (re.compile(r"(.)\1"), r"\1"),
)


@functools.lru_cache(maxsize=MOST_REMEMBERED)
def name_key(name: str) -> str:
    """The key under which a place name is kept and looked up.

    >>> name_key("Ivanivs'ke"), name_key("Saint-Étienne"), name_key("St. Louis"), name_key("Бахмут")
    ('ivanivske', 'saint etienne', 'saint louis', 'bakhmut')
    """
    low = name.lower()
    if _PLAIN.match(low):
        return _WORDS.get(low, low)
    if not low.isascii():
        # The Cyrillic table must see its letters whole: й and ї would fall apart in the decomposition.
        low = unicodedata.normalize("NFC", low).translate(_TABLE)
        low = "".join(letter for letter in unicodedata.normalize("NFKD", low) if not unicodedata.combining(letter))
    words = low.translate(_TABLE).split()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return " ".join(_WORDS.get(word, word) for word in words)


@functools.lru_cache(maxsize=MOST_REMEMBERED)
def slavic_key(name: str) -> str | None:
    """A coarser key that joins romanisations; None where the name is too short for it to mean anything.

    >>> slavic_key("Klishchiyivka") == slavic_key("Klishchiivka"), slavic_key("Lyman")
    (True, None)
    """
    key = name_key(name)
    if len(key) < 6:
        return None
    for pattern, sound in _SLAVIC:
        key = pattern.sub(sound, key)
    return "~" + key if len(key) >= 4 else None


@functools.lru_cache(maxsize=MOST_REMEMBERED)
def arabic_key(name: str) -> str | None:
    """A coarser key that joins romanisations; None where the name is too short for it to mean anything.

    >>> arabic_key("Al Qāmishlī") == arabic_key("Qamishli"), arabic_key("‘Amādīyah") == arabic_key("Amadiya")
    (True, True)
    >>> arabic_key("Deir ez-Zor") == arabic_key("Dayr az Zawr"), arabic_key("Taiz")
    (True, None)
    """
    key = " ".join(word for word in name_key(name).split() if word not in _ARTICLES)
    if len(key) < 5:
        return None
    for pattern, sound in _ARABIC:
        key = pattern.sub(sound, key)
    return "^" + key if len(key) >= 4 else None


def coarse_key(name: str, country: str | None) -> str | None:
    """The key that joins romanisations in a country; None where names are not romanised, or the name is too short."""
    return slavic_key(name) if country in SLAVIC else arabic_key(name) if country in ARABIC else None


def is_cyrillic(text: str) -> bool:
    """Whether any letter of the text is Cyrillic."""
    return any("Ѐ" <= letter <= "ӿ" for letter in text)


def romanised(name: str, country: str | None) -> str:
    """A Cyrillic name in Latin letters, as news would print it; any other as it is.

    >>> romanised("Тиха Балка", "UA"), romanised("Тихая Балка", "RU")
    ('Tykha Balka', 'Tikhaya Balka')
    """
    if not is_cyrillic(name):
        return name
    letters = name if country == "UA" else name.translate(_RUSSIAN)
    return " ".join(word.capitalize() for word in name_key(letters).split())


def sieve(keys: Iterable[str], count: int) -> bytes:
    """A Bloom filter of so many keys: asked by `may_hold`, it spares nearly every look-up of what is no place."""
    size = 1 << max(10, (count * 8 - 1).bit_length())
    bits = bytearray(size // 8)
    for key in keys:
        for bit in _bits(key, size):
            bits[bit >> 3] |= 1 << (bit & 7)
    return bytes(bits)


def may_hold(bits: bytes, key: str) -> bool:
    """False where the key is surely not among those that the filter was made of; true for one in a hundred others."""
    return all(bits[bit >> 3] & (1 << (bit & 7)) for bit in _bits(key, len(bits) * 8))


def _bits(key: str, size: int) -> tuple[int, int, int, int]:
    first = zlib.crc32(key.encode())
    step = zlib.crc32(key.encode(), 0x9E3779B9) | 1
    mask = size - 1
    return (first & mask, (first + step) & mask, (first + 2 * step) & mask, (first + 3 * step) & mask)
