"""Names that stand beside a decision. In: a name. Out: whether it can. Refused: nothing."""

from __future__ import annotations

LONGEST = 60


def checked_name(name: str) -> bool:
    """Whether a name can stand beside a decision: some characters that print, none of a rule's.

    >>> checked_name("Olena K."), checked_name(" "), checked_name("rule:copies")
    (True, False, False)
    """
    stripped = name.strip()
    return name == stripped != "" and len(name) <= LONGEST and name.isprintable() and not name.startswith("rule:")
