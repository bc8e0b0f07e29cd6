"""The command line in this process: arguments and standard input in; status, output and errors out."""

import io
import sys
from dataclasses import dataclass

from fogline.serve import cli


@dataclass(frozen=True)
class Ended:
    status: int
    out: str
    err: str


def fogline(*arguments: object, stdin: bytes = b"") -> Ended:
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
    before = sys.argv, sys.stdin, sys.stdout, sys.stderr
    sys.argv = ["fogline", *map(str, arguments)]
    sys.stdin, sys.stdout, sys.stderr = io.TextIOWrapper(io.BytesIO(stdin), "utf-8"), out, err
    status = 0
    try:
        cli.main()
    except SystemExit as end:
        status = end.code
    finally:
        sys.argv, sys.stdin, sys.stdout, sys.stderr = before
    # What is no text (Parquet, PDF) keeps its bytes: `read_text(errors="surrogateescape")` gives the same.
    return Ended(status, *(stream.buffer.getvalue().decode(errors="surrogateescape") for stream in (out, err)))


REPORTS = {
    "first.txt": "KHERSON, Jan. 15 - Russian forces shelled the market of Kherson on Sunday, killing at least three "
    "people, the regional administration said.\n\nWagner said it had captured Soledar.",
    "second.txt": "The death toll from the shelling of Kherson rose to five, the regional administration said on "
    "Monday.\n\nUkraine's General Staff denied that Soledar had been captured.",
}
# Who is no public person and where she lives, beside one who holds an office.
RESIDENT = (
    "A shell hit 12 Sadova Street in Nikopol on Saturday and killed two people, said Anna Kovalenko, a resident, who "
    "can be called at +380 44 255 73 33. Oleksandr Saiuk, the mayor of Nikopol, said that three people were wounded."
)


def write_reports(folder):
    folder.mkdir(exist_ok=True)
    for name, text in REPORTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "reports.yaml").write_text(
        "- file: first.txt\n  outlet: Dnipro Courier\n  published: 2023-01-15\n"
        "- file: second.txt\n  outlet: Steppe Wire\n  published: 2023-01-16\n"
    )
    return folder
