"""A decision as typed to a judgement that can be recorded.

In: a verb, ids, who and why. Out: a `Judgement`. Refused with `QueryError`: an id that the ledger does not know, a
correction that makes no sense. It is refused before it is recorded, since what is recorded stays.
"""

from __future__ import annotations

import getpass
import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime

from fogline.model.codec import canonical
from fogline.model.errors import QueryError
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


def check(judgement: Judgement, view: View) -> None:
    """Refuses what leads nowhere: unknown ids, and corrections that cannot be read."""
    from fogline.picture.judgements import corrected, development_id

    if judgement.verb is Verb.UNDO:
        known = {one.id for one in view.judgements()}
    else:
        missing = [subject for subject in judgement.subjects if view.claim(subject) is None]
        known = set(judgement.subjects) - set(missing)
        if missing:
            known |= {report.id for report in view.reports()}
            known |= {development_id(claim.id) for claim in view.claims()}
    for subject in judgement.subjects:
        if subject not in known:
            raise QueryError(
                f"{subject}: no such id in the ledger. List ids with: fogline claims, fogline developments"
            )
    if judgement.verb is Verb.CORRECT:
        claim = view.claim(judgement.subjects[0])
        if claim is None:
            raise QueryError(f"{judgement.subjects[0]}: no claim. Only a claim's field can be corrected.")
        corrected(claim, [judgement])
