"""`fogline add`: reports into the ledger."""

from __future__ import annotations

from fogline.serve.notices import counted, leave, progress, tell, tell_set_aside
from fogline.serve.options import GazetteerFile, GivenPaths, Jobs, Lang, LedgerPath, Outlet, Published, source


def add(
    paths: GivenPaths,
    ledger: LedgerPath = None,
    published: Published = None,
    outlet: Outlet = None,
    lang: Lang = None,
    jobs: Jobs = None,
    gazetteer: GazetteerFile = None,
) -> None:
    """Read reports and keep them in the ledger. Adding the same report twice changes nothing.

    What is counted as added is safe on disk. A run that was stopped can simply be run again.

    \b
    Example:
      fogline add bulletins/ --ledger war.ledger --outlet "Dnipro Courier"
      fogline add reports.jsonl
    """
    from fogline.run.add import add as added
    from fogline.run.add import unknown_only
    from fogline.serve.holdings import DEFAULT
    from fogline.sources.files import collect
    from fogline.store.contract import Added
    from fogline.store.sqlite import open_ledger

    asked = source(paths, ledger, published=published, outlet=outlet, lang=lang, jobs=jobs, gazetteer=gazetteer)
    file = asked.ledger or DEFAULT
    total, aside = Added(), 0
    # Two connections: what is known already is looked up ahead, in the thread that reads the paths.
    with open_ledger(file) as kept, open_ledger(file) as looked_up, progress() as moving:
        captures = unknown_only(collect(asked.paths, facts=asked.facts), looked_up)
        try:
            for batch, set_aside in added(captures, kept.writer(), jobs=asked.jobs):
                total += batch
                aside += len(set_aside)
                moving.step(f"{counted(total.reports, 'report')} added")
                for one in set_aside:
                    tell_set_aside(one)
        finally:
            moving.clear()
            tell(
                f"fogline: {file}: {counted(total.reports, 'report')} added with {counted(total.claims, 'claim')}, "
                f"{total.already:,} known already, {aside:,} set aside"
            )
    leave(aside=aside, found=bool(total.reports or total.already))
