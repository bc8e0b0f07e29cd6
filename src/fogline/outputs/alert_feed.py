"""Alerts as an Atom feed (RFC 4287), for feed readers and for other programs.

In: the feed's id, alerts with when they fired, latest first. Out: XML. Refused: nothing; characters that XML cannot
have are left out. An entry's id follows from the feed's and the alert's: the same however often it is
written.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from fogline.outputs.alerting import Alert, text
from fogline.outputs.visible import visible

MOST = 200  # entries; a reader that was away for longer finds the rest with `fogline alert log`
_ATOM = "http://www.w3.org/2005/Atom"


def atom(feed_id: str, alerts: Sequence[tuple[str, Alert]], *, updated: str) -> str:
    """The feed. `alerts`: when each fired (RFC 3339), and what it says; `updated`: where there is none yet."""
    root = Element("feed", {"xmlns": _ATOM})
    SubElement(root, "id").text = feed_id
    SubElement(root, "title").text = "fogline alerts"
    SubElement(root, "updated").text = max((fired_at for fired_at, _ in alerts), default=updated)
    SubElement(root, "generator").text = "fogline"
    author = SubElement(root, "author")
    SubElement(author, "name").text = "fogline"
    for fired_at, alert in alerts[:MOST]:
        entry = SubElement(root, "entry")
        SubElement(entry, "id").text = uuid.uuid5(uuid.UUID(feed_id.removeprefix("urn:uuid:")), alert.id).urn
        SubElement(entry, "title").text = visible(alert.title)
        SubElement(entry, "updated").text = fired_at
        SubElement(entry, "published").text = fired_at
        SubElement(entry, "category", {"term": alert.rule, "label": alert.conditions})
        SubElement(entry, "content", {"type": "text"}).text = visible(text(alert))
    indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, "unicode") + "\n"
