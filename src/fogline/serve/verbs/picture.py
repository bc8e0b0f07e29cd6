"""`fogline picture`: what all reports add up to, as JSON Lines. The second of the two machine contracts."""

from __future__ import annotations

from fogline.serve.notices import counted, leave, tell, tell_set_aside
from fogline.serve.options import AsOf, File, GazetteerFile, Jobs, checked_day, read_with


def picture(file: File = "-", as_of: AsOf = None, jobs: Jobs = None, gazetteer: GazetteerFile = None) -> None:
    """Say what all reports add up to, as JSON Lines.

    Reports, developments, statuses and conflicts, one a line. The same reports in any order give the same bytes.

    \b
    Example:
      fogline picture reports.jsonl --as-of 2023-03-04 > picture.jsonl
    """
    import sys

    from fogline.picture.events import events, told_beside
    from fogline.picture.fuse import fuse
    from fogline.run.picture import lines, one_an_id
    from fogline.run.read import read_all
    from fogline.serve.streams import lines_in

    day = checked_day(as_of, "--as-of")
    read_with(gazetteer)
    with lines_in(file) as captures:
        entries, aside = one_an_id(read_all(captures, jobs=jobs))
    for one in aside:
        tell_set_aside(one)
    reports = [entry.report for entry in entries]
    claims = [claim for entry in entries for claim in entry.reading.claims]
    fused = fuse(reports, claims, as_of=day)
    words = {entry.report.id: entry.reading.event_words for entry in entries}
    told = events(words, fused.reports, told_beside(words, claims, fused.developments))
    for line in lines(fused, reports, told):
        sys.stdout.write(line + "\n")
    tell(f"fogline: {counted(len(entries), 'report')} read, {len(aside):,} set aside")
    leave(aside=len(aside), found=bool(entries))
