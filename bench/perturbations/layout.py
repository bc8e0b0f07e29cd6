"""The same words in another shape: wrapped lines, capitals, other quotation marks, letters read in a wrong encoding."""

from __future__ import annotations

import re

from perturbations.edits import Edit, Row, edited

WIDTH = 72
_CURLY = {"’": "'", "‘": "'", "“": '"', "”": '"'}
_SCRAMBLED = re.compile(r"[‘’“”–—…€£§©®°éèáàíóúñçöüäß]")


def wrapped(row: Row) -> Row:
    """Lines of at most 72 characters, as in mail and on old wires; what is wrapped already is put on one line."""
    text = str(row["text"])
    if _is_wrapped(text):
        return {**row, "text": re.sub(r"(?<=\S)\n(?=\S)", " ", text)}
    letters = list(text)
    start, blank = 0, -1
    for place, letter in enumerate(text):
        if letter == "\n":
            start, blank = place + 1, -1
        elif letter == " ":
            if place - start > WIDTH and blank > start:
                letters[blank] = "\n"
                start = blank + 1
            blank = place
    return {**row, "text": "".join(letters)}


def _is_wrapped(text: str) -> bool:
    lines = [line for line in text.split("\n") if line.strip()]
    return len(lines) > 5 and max(map(len, lines)) <= 90


def unbroken(row: Row) -> Row:
    """Paragraphs parted by one line end, where the text has a blank line between them."""
    text = str(row["text"])
    return edited(row, [Edit(*found.span(), "\n") for found in re.finditer(r"\n{2,}", text)])


def capitals(row: Row) -> Row:
    """Everything in capitals, as agencies and radio monitors sent it."""
    title = row.get("title")
    shown = {**row, "title": title.upper()} if isinstance(title, str) else row
    return {**shown, "text": "".join(_capital(letter) for letter in str(row["text"]))}


def _capital(letter: str) -> str:
    return letter.upper() if len(letter.upper()) == 1 else letter


def other_quotes(row: Row) -> Row:
    """Straight quotation marks for curly ones; where a text has none of these, curly ones for straight."""
    text = str(row["text"])
    if any(mark in text for mark in _CURLY):
        return {**row, "text": "".join(_CURLY.get(letter, letter) for letter in text)}
    letters = list(text)
    for place, letter in enumerate(text):
        if letter in "'\"":
            opens = place == 0 or text[place - 1] in " \n\t([-—"
            letters[place] = ("“" if opens else "”") if letter == '"' else ("‘" if opens else "’")
    return {**row, "text": "".join(letters)}


def scrambled(row: Row) -> Row:
    """Quotation marks, dashes and accents as they look where UTF-8 was read as Windows-1252: "â€™" for ’."""
    text = str(other_quotes(row)["text"]) if not _SCRAMBLED.search(str(row["text"])) else str(row["text"])
    curly = {**row, "text": text}
    return edited(curly, [Edit(*found.span(), _misread(found[0])) for found in _SCRAMBLED.finditer(text)])


def _misread(letter: str) -> str:
    return "".join(bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in letter.encode())
