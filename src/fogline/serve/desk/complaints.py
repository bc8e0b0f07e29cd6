"""What is wrong, said to people in their language: every message of an error that a page of the desk can show.

In: a message in English, as the error has it. Out: the message in the reader's language. Refused: nothing; a message
that is none of `COMPLAINTS` stays in English, and the page says so.

Errors are raised in rooms that know no language, and told in English by commands, twins and the API. So what they say
is recognised here, by its fixed words. A test reads the code and names a message that is missing.
"""

from __future__ import annotations

import functools
import re

from fogline.serve.desk.language import say

# What stands between { and } differs from one error to the next. Where two fit, the first is said.
COMPLAINTS = (
    "Not Found",
    "Forbidden",
    "Method Not Allowed",
    "{path}: no such page.",
    "{path}: no such page. There is: {those}.",
    "{path}: this page has no such form. There is: {forms}.",
    "{id}: no claim of that id is known.",
    "{id}: no claim of that id is known by that day.",
    "{id}: no development of that id is known.",
    "{id}: no development of that id is known by that day.",
    "{id}: no toll of that development is known.",
    "{id}: no toll of that development is known by that day.",
    "{id}: no report of that id is known.",
    "{id}: no report of that id is known by that day.",
    "{name}: no claim by a speaker of that name.",
    "{name}: no claim by a speaker of that name is known by that day.",
    "{name}: no claim in a report of that outlet.",
    "{name}: no claim in a report of that outlet is known by that day.",
    "{name}: nothing is told of a place of that name.",
    "{name}: nothing is told of a place of that name by that day.",
    "{name}: nobody says how it stands.",
    "{name}: nobody says how it stands by that day.",
    "Private persons have no page.",
    "{id}: taken down on {day}: no reason was given",
    "{id}: taken down on {day}: {why}",
    "{name}: too long, or with characters that cannot be printed. Ask for fewer words.",
    "{name} {value}: no such day. Write a date such as 2023-03-04.",
    "--until {until} is before --since {since}. Change one of them.",
    "limit {asked}: ask for 1 to {most} rows.",
    "after: no mark of this list. Follow the link to the next page, or leave it out.",
    "lang {asked}: not there. Ask for {those}.",
    "view {text}: write latitude, longitude and kilometres across: 48.59,38.00,250.",
    "q: say which words are looked for.",
    "span {width}: no such span. Ask for {those}.",
    "layer {layer}: no such layer. Ask for {those}.",
    "days {text}: ask for 1 to {most}.",
    "by {by}: no such lanes. Ask for {those}.",
    "{id}: too long to mark its times here. fogline annotate reads it whole.",
    "{word}*: too short for the beginning of a word. Type {least} letters or more before the *.",
    "{typed}: no word that must be there. Type at least one without a minus before it.",
    "More than {most} words and phrases. Ask for fewer.",
    "{name}: no name. Use at most {most} characters that print.",
    "{name} {text}: no number from 0.",
    "{since} to {until}: ask for 1 to {most} days. More at once: fogline alert test",
    "Another search is being tried on the past just now. Try again in a minute.",
    "This search asks for nothing in particular. Choose something of the claims first.",
    "Only who may decide may have others told.",
    "Searches are kept beside a ledger. Add the reports to one: fogline add PATH",
    "Searches are kept by people. Log in to see yours.",
    "{name}: no search of that name is kept.",
    "{name}: there is a search of that name. Choose another, or remove that one first.",
    "{most} searches are kept already. Remove one first.",
    "This is no form of the desk. Send it from the page.",
    "This form is of an earlier session, or of another page. Load the page again, and decide there.",
    "{name}: longer than {most} characters, or with some that cannot be printed.",
    "Choose what to decide: accept, correct, merge, split, never merge, set aside or undo.",
    "{verb}: tick the claims that are meant.",
    "{verb}: tick the other one that is meant, or give its id.",
    "{verb}: nothing is said to be meant.",
    "split: tick the claims that leave.",
    "set aside: tick the claims that are not to be used; a development is made of its claims.",
    "correct: say which field, and what it is to be read as.",
    "{subject}: no such id in the ledger. List ids with: fogline claims, fogline developments",
    "{subject}: no claim. Only a claim's field can be corrected.",
    "{value}: no such kind. They are listed in docs/codebook.md.",
    "{value}: no such kind. Perhaps {near}. They are listed in docs/codebook.md.",
    "A takedown needs a reason, which is shown in its place: --why TEXT",
    "judgement {id}: a claim's {field} cannot be corrected; these can: {those}",
    "Decisions are kept in a ledger. Add the reports to one (fogline add PATH), and open that.",
    "{name}: is being added up anew. Ask again in a minute.",
    "This is only read: ask with GET.",
    "This desk answers under its own names only: open it as 127.0.0.1 or localhost, or name this host "
    "with fogline serve --name.",
    "This was not sent from a page of this desk.",
    "Say how long it is (Content-Length).",
    "That is too long.",
    "This account or key may not do that: it lacks the scope {scope}.",
    "{path}: a rule {rule} is there already. Remove it first: fogline alert remove",
)


def complaint(message: str) -> str | None:
    """What an error says, in the language that is spoken; None where it is not known in that language.

    >>> from fogline.serve.desk.language import speaking
    >>> with speaking("uk"):
    ...     complaint("limit 0: ask for 1 to 1,000 rows."), complaint("The disk is full.")
    ('limit 0: запитайте від 1 до 1,000 рядків.', None)
    """
    for template, pattern in _patterns():
        if found := pattern.fullmatch(message):
            return say(template).format(**{name: _filled(name, value) for name, value in found.groupdict().items()})
    return None


def _filled(name: str, value: str) -> str:
    """What differs, as a page says it: a verb in the reader's language, a parameter as it stands in an address."""
    if name == "verb":
        return say(value)
    return value[2:].replace("-", "_") if name == "name" and value.startswith("--") else value


@functools.cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    found = []
    for template in COMPLAINTS:
        parts = re.split(r"\{(\w+)\}", template)
        named = [f"(?P<{part}>.+?)" if at % 2 else re.escape(part) for at, part in enumerate(parts)]
        found.append((template, re.compile("".join(named), re.DOTALL)))
    return tuple(found)
