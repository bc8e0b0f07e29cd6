"""What is to be told, and to whom: one TOML file, written by hand or by `fogline alert`.

    [alerts]                         # all of it may be left out
    allow = ["10.1.0.7", ":8443"]    # addresses beside the public ones that alerts may be sent to
    feed = "alerts.atom"             # a feed of them, written after each look

    [[target]]
    name = "desk"
    apprise = "env:FOGLINE_DESK"     # an Apprise URL; env: the variable FOGLINE_DESK, or the file in FOGLINE_DESK_FILE

    [[target]]
    name = "archive"
    webhook = "https://archive.example/hooks/fogline"
    key = "env:FOGLINE_ARCHIVE_KEY"

    [[rule]]
    name = "Kherson dead"
    place = "Kherson"
    radius_km = 50
    toll_over = 3
    send = ["desk"]                  # left out: all targets

In: the file. Out: `Alerting`. Refused with `InputError`: what is no TOML, a name that is not known, a rule without a
condition, or with conditions that cannot hold together, a place that no gazetteer knows; each with its place.
"""

from __future__ import annotations

import difflib
import os
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fogline.data.gazetteer import SETTLEMENTS, Entry, default_gazetteer
from fogline.data.kinds import kinds
from fogline.data.measures import measures
from fogline.data.terms import looked_for
from fogline.model.alert import ANY, Rule
from fogline.model.claim import CERTAINTIES, Stage, Stance
from fogline.model.errors import InputError, QueryError, SourceRefused
from fogline.sources.addresses import Access
from fogline.sources.settings import Sorts, append, check, read_settings, rewritten, rows
from fogline.sources.urls import checked

DEFAULT = Path("alerts.toml")
CONFLICTS = ("denial", "figure", "control", "attribution", "quotation")
ASPECTS = ("control", "encirclement", "access", "infrastructure")
_MAKE = "fogline alert add NAME"
_ALERTS: Sorts = {"allow": list, "feed": str}
_TARGET: Sorts = {"name": str, "apprise": str, "webhook": str, "key": str}
_MANY = (str, list)
_NUMBER = (int, float)
_RULE: Sorts = {
    "name": str, "place": str, "country": str, "radius_km": _NUMBER, "kind": _MANY, "party": _MANY, "said_by": _MANY,
    "speaker": _MANY, "outlet": _MANY, "stance": _MANY, "certainty": _MANY, "words": str, "stage": _MANY,
    "toll_over": _NUMBER, "measure": str, "rises": bool, "origins": int, "told_within_days": int, "undated": bool,
    "conflict": str, "status": str, "silence": str, "send": _MANY,
}  # fmt: skip
_ENV = re.compile(r"env:(FOGLINE_[A-Z0-9_]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where alerts are sent: an Apprise URL, or a webhook with its key. Neither shows in what is printed of it."""

    name: str
    apprise: str | None = field(default=None, repr=False)
    webhook: str | None = field(default=None, repr=False)
    key: str | None = field(default=None, repr=False)

    @property
    def shown(self) -> str:
        """Where to, without what should stay secret.

        >>> Target(name="desk", apprise="tgram://123:abc/456").shown, Target(name="a", apprise="env:FOGLINE_DESK").shown
        ('tgram://…', 'env:FOGLINE_DESK')
        """
        written = self.apprise or self.webhook or ""
        if _ENV.fullmatch(written):
            return written
        scheme, _, rest = written.partition("://")
        host = rest.partition("/")[0].rpartition("@")[2] + "/" if self.webhook else ""
        return f"{scheme}://{host}…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alerting:
    """All rules and targets, and what holds for all."""

    rules: tuple[Rule, ...] = ()
    targets: tuple[Target, ...] = ()
    allow: tuple[str, ...] = ()
    feed: Path | None = None  # beside the file, where it is no whole path

    def target(self, name: str) -> Target | None:
        """The target of that name."""
        return next((one for one in self.targets if one.name == name), None)


def secret(written: str) -> str:
    """What is written, or what the environment holds for it: `env:FOGLINE_X` is FOGLINE_X, or the file FOGLINE_X_FILE.

    >>> secret("env:FOGLINE_NOT_THERE")
    Traceback (most recent call last):
    fogline.model.errors.QueryError: FOGLINE_NOT_THERE is not set, and neither is FOGLINE_NOT_THERE_FILE. Set one.
    """
    named = _ENV.fullmatch(written)
    if named is None:
        return written
    value, file = os.environ.get(named[1]), os.environ.get(f"{named[1]}_FILE")
    if value:
        return value
    if not file:
        raise QueryError(f"{named[1]} is not set, and neither is {named[1]}_FILE. Set one.")
    try:
        return Path(file).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "no text"
        raise QueryError(f"{named[1]}_FILE: {file} cannot be read ({why}). Name another file.") from None


def read_alerting(path: Path) -> Alerting:
    """The rules and targets of the file."""
    said = read_settings(path, make=_MAKE)
    unknown = next((name for name in said if name not in ("alerts", "target", "rule")), None)
    if unknown:
        raise InputError(f"{path}: {unknown} is not known. Known: [alerts], [[target]], [[rule]].")
    about = said.get("alerts", {})
    check(about, _ALERTS, f"{path}: [alerts]")
    try:
        Access.of(map(str, about.get("allow", ())))
    except QueryError as error:
        raise InputError(f"{path}: [alerts]: {error}") from None
    targets = tuple(_target(row, f"{path}: target {n}") for n, row in enumerate(rows(said, "target", path), 1))
    rules = tuple(_rule(row, f"{path}: rule {n}") for n, row in enumerate(rows(said, "rule", path), 1))
    for what, names in (("target", [one.name for one in targets]), ("rule", [one.name for one in rules])):
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice:
            raise InputError(f"{path}: the {what} {twice} stands there twice. Rename one.")
    known = {one.name for one in targets}
    for rule in rules:
        lost = next((name for name in rule.send if name not in known), None)
        if lost:
            raise InputError(f"{path}: rule {rule.name}: no target is called {lost}. Add it: fogline alert target")
    feed = path.parent / about["feed"] if about.get("feed") else None
    return Alerting(rules=rules, targets=targets, allow=tuple(map(str, about.get("allow", ()))), feed=feed)


def add_rule(path: Path, row: Mapping[str, object]) -> Rule:
    """Adds a rule to the file, and makes the file where there is none; what it means, checked before."""
    rule = rule_of(row)
    before = read_alerting(path) if path.exists() else Alerting()
    if any(one.name == rule.name for one in before.rules):
        raise QueryError(f"{path}: a rule {rule.name} is there already. Remove it first: fogline alert remove")
    lost = next((name for name in rule.send if before.target(name) is None), None)
    if lost:
        raise QueryError(f"{path}: no target is called {lost}. Add it first: fogline alert target {lost}")
    append(path, "rule", _said(row), private=True)
    return rule


def rule_of(row: Mapping[str, object]) -> Rule:
    """What the fields of a rule mean, as they stand in the file; those without a value are left out."""
    said = _said(row)
    return _rule(said, f"rule {said.get('name')}")


def _said(row: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in row.items() if value not in (None, (), [], "", False)}


def add_target(path: Path, name: str, *, apprise: str | None, webhook: str | None, key: str | None) -> Target:
    """Adds a target to the file; a webhook without a key gets one of its own."""
    if webhook and not key:
        key = new_key()
    row = {"name": name, "apprise": apprise, "webhook": webhook, "key": key}
    target = _target({key: value for key, value in row.items() if value}, f"target {name}")
    if path.exists() and read_alerting(path).target(name) is not None:
        raise QueryError(f"{path}: a target {name} is there already. Remove it first: fogline alert remove {name}")
    append(path, "target", row, private=True)
    return target


def new_key() -> str:
    """A key for a webhook's signature: 256 random bits, in the form of Standard Webhooks."""
    import base64

    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


def remove(path: Path, name: str) -> str:
    """Takes a rule or a target of that name out of the file; which it was."""
    found = read_alerting(path)
    what = "rule" if any(one.name == name for one in found.rules) else "target"
    listed = [one.name for one in (found.rules if what == "rule" else found.targets)]
    if name not in listed:
        raise QueryError(f"{path}: no rule or target is called {name}. See: fogline alert list")
    user = next((one.name for one in found.rules if what == "target" and name in one.send), None)
    if user:
        raise QueryError(f"{path}: the rule {user} sends to {name}. Change or remove that rule first.")
    rewritten(path, lambda document: document[what].pop(listed.index(name)))
    return what


def open_to_others(path: Path) -> bool:
    """Whether the file holds secrets, and others than its owner can read it."""
    held = [value for one in read_alerting(path).targets for value in (one.apprise, one.webhook, one.key) if value]
    return any(_ENV.fullmatch(one) is None for one in held) and bool(path.stat().st_mode & 0o077)


def _target(row: Mapping[str, object], where: str) -> Target:
    check(row, _TARGET, where)
    texts = {name: str(value).strip() for name, value in row.items()}
    if not texts.get("name"):
        raise InputError(f"{where}: has no name.")
    if ("apprise" in texts) == ("webhook" in texts):
        raise InputError(f"{where}: needs one of apprise and webhook, and not both.")
    if "webhook" in texts:
        if not texts.get("key"):
            raise InputError(f"{where}: a webhook needs a key, by which its receiver knows that an alert is yours.")
        if _ENV.fullmatch(texts["webhook"]) is None:
            try:
                checked(texts["webhook"])
            except SourceRefused as refused:
                raise InputError(f"{where}: its webhook is {refused.reason}.") from None
    elif "key" in texts:
        raise InputError(f"{where}: only a webhook has a key.")
    elif _ENV.fullmatch(texts["apprise"]) is None and "://" not in texts["apprise"]:
        raise InputError(f"{where}: its apprise is no Apprise URL. Write one as ntfys://ntfy.example/topic.")
    return Target(name=texts["name"], apprise=texts.get("apprise"), webhook=texts.get("webhook"), key=texts.get("key"))


def _rule(row: Mapping[str, object], where: str) -> Rule:
    check(row, _RULE, where)
    name = str(row.get("name") or "").strip()
    if not name:
        raise InputError(f"{where}: has no name.")
    where = f"{where} ({name})"
    place, entry, ids = _place(row, where)
    radius, over = row.get("radius_km"), row.get("toll_over")
    rule = Rule(
        name=name,
        place=place,
        radius_km=float(str(radius)) if radius is not None else None,
        lat=entry.lat if entry else None,
        lon=entry.lon if entry else None,
        geonameids=ids,
        kinds=tuple(dict.fromkeys(kind for one in _many(row, "kind") for kind in _kinds(one, where))),
        parties=_many(row, "party"),
        said_by=_many(row, "said_by"),
        speakers=_many(row, "speaker"),
        outlets=_many(row, "outlet"),
        stances=_known(row, "stance", tuple(Stance), where),
        certainties=_known(row, "certainty", CERTAINTIES, where),
        words=_words(row, where),
        stages=_known(row, "stage", (ANY, *Stage), where),
        toll_over=float(str(over)) if over is not None else None,
        measure=_one_of(str(row.get("measure", "killed")), sorted(measures().harms), "measure", where),
        rises=row.get("rises") is True,
        origins=int(str(row.get("origins", 1))),
        told_within_days=int(str(row["told_within_days"])) if "told_within_days" in row else None,
        undated=row.get("undated") is True,
        conflict=_asked(row, "conflict", (ANY, *CONFLICTS), where),
        status=_asked(row, "status", (ANY, *ASPECTS), where),
        silence=str(row["silence"]) if row.get("silence") else None,
        send=_many(row, "send"),
    )  # fmt: skip
    _refuse(rule, row, where)
    return rule


def _refuse(rule: Rule, row: Mapping[str, object], where: str) -> None:
    """Conditions that mean nothing, alone or together."""
    conditions = set(row) - {"name", "send", "country", "undated"}
    if not conditions:
        raise InputError(f"{where}: has no condition. Set one, such as place or toll_over.")
    if rule.silence and conditions != {"silence"}:
        raise InputError(f"{where}: an outlet's silence has no other conditions. Make two rules.")
    if rule.status and rule.conflict:
        raise InputError(f"{where}: nothing is both a status and a conflict. Make two rules.")
    of_happenings = set(row) & {"kind", "stage", "toll_over", "measure", "rises", "told_within_days", "undated"}
    if rule.status and of_happenings:
        raise InputError(f"{where}: a status has no {', '.join(sorted(of_happenings))}. Make two rules.")
    if rule.toll_over is None and conditions & {"measure", "rises"}:
        raise InputError(f"{where}: measure and rises belong to toll_over. Set it.")
    if rule.told_within_days is not None and rule.sort != "happening":
        raise InputError(f"{where}: told_within_days is of happenings, not of a conflict. Make two rules.")
    if rule.rises and rule.sort != "happening":
        raise InputError(f"{where}: rises tells of a happening's toll, not of a conflict. Make two rules.")
    if rule.radius_km is not None and (rule.place is None or rule.radius_km <= 0):
        raise InputError(f"{where}: radius_km needs a place, and more than 0 km.")
    if rule.origins < 1 or (rule.told_within_days or 0) < 0:
        raise InputError(f"{where}: origins is at least 1, told_within_days at least 0.")


def middle_words(rule: Rule) -> str | None:
    """Which of the places that bear its name is the middle of a rule's radius."""
    if rule.place is None or rule.lat is None:
        return None
    here = (one for one in default_gazetteer().lookup(rule.place) if (one.lat, one.lon) == (rule.lat, rule.lon))
    one = next(here)
    return f"{one.name} is the {one.kind} in {', '.join(filter(None, (one.admin1, one.country_name)))}"


def _place(row: Mapping[str, object], where: str) -> tuple[str | None, Entry | None, tuple[int, ...]]:
    """A place by name; for a radius the most populous that bears it, in the country where one is said."""
    name, country = str(row.get("place") or "").strip(), str(row.get("country") or "").strip()
    if not name:
        return None, None, ()
    found = [
        one
        for one in default_gazetteer().lookup(name)
        if not country or country.casefold() in {(one.country or "").casefold(), (one.country_name or "").casefold()}
    ]
    if not found and (country or row.get("radius_km") is not None):
        within = f" in {country}" if country else ""
        raise InputError(f"{where}: no place is called {name}{within}. See: fogline gazetteer show {name}")
    if row.get("radius_km") is not None:
        middle = next((one for one in found if one.kind in SETTLEMENTS), None)
        if middle is None:
            raise InputError(f"{where}: {name} is a {found[0].kind}, whose middle is no place. Leave radius_km out.")
        return name, middle, (middle.geonameid,) if middle.geonameid is not None else ()
    return name, None, tuple(one.geonameid for one in found if one.geonameid is not None)


def _kinds(written: str, where: str) -> tuple[str, ...]:
    """A kind, or all of a family."""
    name = written.strip().casefold().replace(" ", "_")
    family = tuple(one.name for one in kinds().values() if one.family == name)
    return family or (_one_of(name, kinds(), "kind", where),)


def _asked(row: Mapping[str, object], name: str, known: Iterable[str], where: str) -> str | None:
    value = row.get(name)
    return None if value is None else _one_of(str(value), known, name, where)


def _known(row: Mapping[str, object], name: str, known: Sequence[str], where: str) -> tuple[str, ...]:
    return tuple(_one_of(one, known, name, where) for one in _many(row, name))


def _words(row: Mapping[str, object], where: str) -> str | None:
    """Words as typed, which must be some that can be looked for."""
    typed = " ".join(str(row.get("words") or "").split())
    try:
        return typed if looked_for(typed) else None
    except QueryError as error:
        raise InputError(f"{where}: words: {error}") from None


def _one_of(value: str, known: Iterable[str], name: str, where: str) -> str:
    known = list(known)
    if value not in known:
        near = difflib.get_close_matches(value, known, n=3)
        meant = f"Did you mean {', '.join(near)}?" if near else f"Write one of: {', '.join(known)}."
        raise InputError(f"{where}: {name} = {value!r} is not known. {meant}")
    return value


def _many(row: Mapping[str, object], name: str) -> tuple[str, ...]:
    value = row.get(name, ())
    each = [value] if isinstance(value, str) else value if isinstance(value, (list, tuple)) else []
    return tuple(str(one).strip() for one in each if str(one).strip())
