"""`fogline annotate`: what each report says, as JSON Lines. The first of the two machine contracts."""

from __future__ import annotations

from fogline.serve.notices import counted, leave, tell, tell_set_aside
from fogline.serve.options import File, GazetteerFile, Jobs, read_with


def annotate(file: File = "-", jobs: Jobs = None, gazetteer: GazetteerFile = None) -> None:
    """Say what each report says, as JSON Lines.

    One line a report, in the order that they came in; every offset counts code points of its text.

    \b
    Example:
      fogline annotate reports.jsonl > said.jsonl
      echo '{"id": "a", "text": "Shelling cut power in Nikopol, officials said."}' | fogline annotate
    """
    import sys

    from fogline.run.annotate import annotate as annotated
    from fogline.serve.streams import lines_in

    read_with(gazetteer)
    read = aside = 0
    with lines_in(file) as captures:
        for line in annotated(captures, jobs=jobs):
            if isinstance(line, str):
                sys.stdout.write(line + "\n")
                sys.stdout.flush()
                read += 1
            else:
                tell_set_aside(line)
                aside += 1
    tell(f"fogline: {counted(read, 'report')} read, {aside:,} set aside")
    leave(aside=aside, found=bool(read))
