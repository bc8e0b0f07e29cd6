"""What was judged, written as gold: a folder with a file for each corpus whose format it has.

In: a view and a folder. Out: gzipped JSON Lines, the same for the same ledger, and their numbers of rows. Refused: a
folder that is there already (`QueryError`).
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from fogline.model.errors import QueryError
from fogline.model.picture import Verb
from fogline.outputs.gold import Rows, gold
from fogline.picture.judgements import corrected, development_id, in_force, ruling
from fogline.store.contract import View


def judged_gold(view: View) -> Rows:
    """The gold of a ledger's judgements; rules judge nothing here."""
    claims = list(view.claims())
    by_people = [one for one in view.judgements() if not one.by.startswith("rule:")]
    rule = ruling(by_people, (claim.id for claim in claims))
    seen = {subject for one in in_force(by_people) if one.verb is Verb.ACCEPT for subject in one.subjects}
    whole = {name for name in seen if name.startswith("d_")}  # a development as such: none of its claims was read
    accepted = {one for one in rule.accepted if one in seen or development_id(one) not in whole}
    right = {
        claim.id: corrected(claim, rule.corrections.get(claim.id, ()))
        for claim in claims
        if (claim.id in accepted or claim.id in rule.corrections) and claim.id not in rule.set_aside
    }
    return gold(view.reports(), claims, right, {*right, *rule.set_aside})


def write_gold(view: View, out: Path) -> dict[str, int]:
    """Writes the folder; the number of rows of each file."""
    if out.exists():
        raise QueryError(f"{out}: is there already. Name a folder that does not exist yet.")
    made = judged_gold(view)
    for name, rows in made.items():
        (out / name).mkdir(parents=True)
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (out / name / "open.jsonl.gz").write_bytes(gzip.compress(lines.encode(), mtime=0))
    return {name: len(rows) for name, rows in made.items()}
