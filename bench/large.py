"""Ten megabytes in one report: `python bench/large.py [--only NAME] [--megabytes N]`.

In: nothing but its own texts, each of the asked size and a shape that could cost a reader dear. Out: seconds (also of
the processor, which tell on a busy machine) and the largest memory of `fogline annotate` for each, and what it says of
the part that was not read; written to `docs/large.json`. Refused: nothing. Exit status 1 where one takes more than a
minute or two gigabytes.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from scoring import FOGLINE, ROOT

TARGET = ROOT / "docs/large.json"
_SECONDS, _MEGABYTES = 60.0, 2_000.0
_STORY = (
    "SIVERSK, March 3 - Shelling of the town killed four people, two of them children, the regional governor said on "
    "Friday. “We will rebuild,” he told reporters. Russia's Defence Ministry denied that its forces fire at "
    "civilians.\n\n"
)
SHAPES: dict[str, Callable[[int], str]] = {
    "articles": lambda size: _filled(_STORY, size),
    "one line": lambda size: _filled(_STORY.replace("\n", " "), size),
    "short lines": lambda size: _filled("Shelling in Siversk\n", size),
    "other short lines": lambda size: _counted("Shelling of @ killed #\n", size),
    "stamps": lambda size: _filled("14:05\nShelling hit the market in Siversk, the mayor said.\n\n", size),
    "no full stop": lambda size: _counted("the @ said that # people of @ were killed and ", size),
    "no blanks": lambda size: _filled("shellingkilledfourpeople", size),
    "one word": lambda size: _filled("siege ", size),
    "digits": lambda size: _filled("0123456789", size),
    "numbers": lambda size: _counted("# killed at @, 1,200 wounded; ", size),
    "dates": lambda size: _counted("March 3, 2023 to 4 March 2023, 12:30 p.m. at @ ", size),
    "quotes": lambda size: _filled("“", size // 3),
    "open quotes": lambda size: _counted('“He of @ said ‘no’ and "yes" ', size),
    "brackets": lambda size: "Siversk " + "(" * (size // 2) + ")" * (size // 2),
    "names in brackets": lambda size: _counted("(Lyman (Donetsk (@ ", size),
    "names": lambda size: _counted("Lyman, Siversk, @, ", size),
    "capital names": lambda size: _counted("Mr @ @ of New @ ", size),
    "dashes": lambda size: _counted("the army — the mayor of @ — said - ", size),
    "said": lambda size: _counted("he said @ said ", size),
    "line ends": lambda size: "Calm in Lyman." + "\n" * (size // 2) + "Shelling in Siversk.",
    "marks": lambda size: _filled("e\u0301\u0302\u0303\u0304", size // 2),
    "wide letters": lambda size: _filled("𝔖𝔥𝔢𝔩𝔩𝔦𝔫𝔤 👩‍👩‍👧 ", size // 4),
    "addresses": lambda size: _counted("mail desk.of.@@courier.example or https://courier.example/@/b?c=d ", size),
    "at signs": lambda size: _filled("a@", size),
    "dots": lambda size: _filled("a.b.", size),
    "hyphens": lambda size: _filled("well-known-", size),
    "capitals": lambda size: _filled(_STORY.upper(), size),
    "datelines": lambda size: _counted("KYIV, LVIV, @ (", size),
    "scrambled names": lambda size: _counted(
        "@â€™s army said â€œnoâ€\x9d to LiÃ¨ge and @ Ã©tÃ© â€” # dead ", size // 2
    ),
    "NULs": lambda size: _counted("@\0 was shelled\0, # dead.\0 ", size),
    "right to left": lambda size: _counted(
        "\u202eShelling in @\u202c killed # \u200f\u0645\u062f\u064a\u0646\u0629 ", size
    ),
    "emoji": lambda size: _counted(
        "\U0001f525 @ \U0001f1fa\U0001f1e6 said # died \U0001f469\u200d\U0001f467 ", size // 2
    ),
    "marked letters": lambda size: _counted("Sh\u0301e\u0301lling hit @\u0308\u0301, # de\u0301ad. ", size),
    "quotes in quotes": lambda size: _counted("\u201c@ said \u2018# of \u201cus\u201d fell\u2019 ", size),
    "nested brackets": lambda size: _counted("@ (said [that {the # of @ (", size),
    "scrambled": lambda size: _filled("Ukraineâ€™s army said â€œnoâ€ ", size // 2),
    "Ukrainian": lambda size: _filled("Російські війська обстріляли Сіверськ, загинули четверо людей. ", size // 2),
    "tags": lambda size: _counted("<p><b>Shelling</b> in <i>@</i>", size),
}


def _filled(piece: str, size: int) -> str:
    return (piece * (size // len(piece) + 1))[:size]


def _counted(piece: str, size: int) -> str:
    """The piece over and over, each time with another name for @ and another number for #."""
    pieces: list[str] = []
    length = number = 0
    while length < size:
        number += 1
        name = "".join(
            "bcdfghjklmnprstvz"[number // 17**place % 17] + "aeiou"[(number + place) % 5] for place in range(4)
        )
        pieces.append(piece.replace("@", name.capitalize()).replace("#", str(number)))
        length += len(pieces[-1])
    return "".join(pieces)[:size]


def main() -> int:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--megabytes", type=int, default=10)
    parser.add_argument("--only", action="append", help="a shape; may be given again; writes nothing")
    parser.add_argument("--kind", choices=("jsonl", "txt"), default="jsonl", help="a line of JSON, or a text file")
    asked = parser.parse_args()
    figures: dict[str, dict[str, object]] = {}
    for name in asked.only or SHAPES:
        figures[name] = measured(SHAPES[name](asked.megabytes * 1_000_000), asked.kind)
        print(f"{name:18} {json.dumps(figures[name])}", flush=True)
    if not asked.only:
        TARGET.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", "utf-8")
    slow = [name for name, one in figures.items() if _over(one["cpu"], _SECONDS) or _over(one["mb"], _MEGABYTES)]
    print(f"more than {_SECONDS:.0f} s or {_MEGABYTES:,.0f} MB: {', '.join(slow) or 'none'}")
    return int(bool(slow))


def _over(value: object, limit: float) -> bool:
    return isinstance(value, float) and value > limit


def measured(text: str, kind: str) -> dict[str, object]:
    """Seconds, megabytes and outcome of reading one text."""
    with tempfile.TemporaryDirectory() as folder:
        given, out, err = (Path(folder) / name for name in (f"large.{kind}", "out.jsonl", "err"))
        given.write_text(json.dumps({"text": text}, ensure_ascii=False) if kind == "jsonl" else text, "utf-8")
        verb = "annotate" if kind == "jsonl" else "claims"
        start = time.monotonic()
        with out.open("wb") as written, err.open("wb") as said:
            child = subprocess.Popen([FOGLINE, verb, str(given)], stdout=written, stderr=said)
            _, status, used = os.wait4(child.pid, 0)
        child.returncode = status >> 8
        lines = out.read_text("utf-8").splitlines()
        row = json.loads(lines[0]) if kind == "jsonl" and lines else {}
        told = err.read_text("utf-8", errors="replace").strip()[:200].replace(str(given), given.name)
        return {
            "bytes": given.stat().st_size,
            "seconds": round(time.monotonic() - start, 1),
            "cpu": round(used.ru_utime + used.ru_stime, 1),  # of one process: its seconds on a quiet machine
            "mb": round(used.ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024), 0),
            "status": child.returncode,
            "outcome": row.get("unread") or ("read" if row else told),
        }


if __name__ == "__main__":
    sys.exit(main())
