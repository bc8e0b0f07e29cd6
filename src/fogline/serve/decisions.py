"""A decision as typed to a judgement that can be recorded.

In: a verb, ids, who and why. Out: a `Judgement`. Refused with `QueryError`: an id that the ledger does not know, a
correction that makes no sense. It is refused before it is recorded, since what is recorded stays.
"""

from __future__ import annotations

import difflib
import getpass
import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from fogline.data.kinds import kinds
from fogline.model.codec import canonical, decode
from fogline.model.errors import InputError, QueryError
from fogline.model.picture import Judgement, Verb
from fogline.store.contract import View, instant


def decided(
    verb: Verb,
    subjects: Sequence[str],
    *,
    why: str = "",
    by: str | None = None,
    change: tuple[str, str | None] | None = None,
    now: datetime | None = None,
) -> Judgement:
    """The judgement, with an id made of all that it says."""
    made_at = instant(now or datetime.now(UTC))
    field, value = change or (None, None)
    who = by or getpass.getuser()
    said = canonical([verb, sorted(set(subjects)), who, made_at, why, field, value])
    return Judgement(
        id="j_" + hashlib.sha256(said).hexdigest()[:16],
        verb=verb,
        subjects=tuple(dict.fromkeys(subjects)),
        by=who,
        made_at=made_at,
        why=why,
        field=field,
        value=value,
    )


def exported(file: str) -> list[Judgement]:
    """The judgements of a file, as `fogline judge list --format json` or the desk's page of decisions tells them.

    >>> exported("nowhere.json")
    Traceback (most recent call last):
    fogline.model.errors.InputError: nowhere.json: No such file or directory. Name a file of judgements.
    """
    try:
        told = json.loads(Path(file).read_text("utf-8"))
        return [decode(Judgement, one) for one in (told["judgements"] if isinstance(told, dict) else told)]
    except OSError as error:
        raise InputError(f"{file}: {error.strerror}. Name a file of judgements.") from None
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"{file}: no judgements ({error}). Make it with: fogline judge list --format json") from None


def check(judgement: Judgement, view: View) -> None:
    """Refuses what leads nowhere: unknown ids, and corrections that cannot be read."""
    from fogline.picture.judgements import corrected, development_id

    if judgement.verb is Verb.TAKE_DOWN:
        if not judgement.why.strip():
            raise QueryError("A takedown needs a reason, which is shown in its place: --why TEXT")
        known = {subject for subject in judgement.subjects if view.report(subject) is not None}
    elif judgement.verb is Verb.UNDO:
        known = {one.id for one in view.judgements()}
    else:
        missing = [subject for subject in judgement.subjects if view.claim(subject) is None]
        known = set(judgement.subjects) - set(missing)
        known |= {subject for subject in missing if view.report(subject) is not None}
        if not known.issuperset(missing):
            named = set(missing)
            known |= {name for claim in view.claim_ids() if (name := development_id(claim)) in named}
    for subject in judgement.subjects:
        if subject not in known:
            raise QueryError(
                f"{subject}: no such id in the ledger. List ids with: fogline claims, fogline developments"
            )
    if judgement.verb is Verb.CORRECT:
        claim = view.claim(judgement.subjects[0])
        if claim is None:
            raise QueryError(f"{judgement.subjects[0]}: no claim. Only a claim's field can be corrected.")
        if judgement.field == "kind" and judgement.value is not None and judgement.value not in kinds():
            near = difflib.get_close_matches(judgement.value, kinds(), 3)
            meant = f" Perhaps {' or '.join(near)}." if near else ""
            raise QueryError(f"{judgement.value}: no such kind.{meant} They are listed in docs/codebook.md.")
        corrected(claim, [judgement])
