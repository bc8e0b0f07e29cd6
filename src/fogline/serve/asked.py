"""What every verb that asks can be asked: which holdings, which rows of them.

In: a verb that takes an `Asked` first, and options of its own. Out: a verb that takes the shared options and its own,
as typer reads them off a signature. Refused: nothing here; `options` checks what was typed.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

import typer

from fogline.serve import options
from fogline.serve.options import Filters, Source, filters, source

_SHARED: dict[str, Any] = {
    "paths": options.Paths,
    "ledger": options.LedgerPath,
    "place": options.Place,
    "since": options.Since,
    "until": options.Until,
    "speaker": options.Speaker,
    "party": options.Party,
    "kind": options.Kind,
    "as_of": options.AsOf,
    "valid_at": options.ValidAt,
    "recorded_by": options.RecordedBy,
}
_OF_PATHS: dict[str, Any] = {
    "published": options.Published,
    "outlet": options.Outlet,
    "lang": options.Lang,
    "jobs": options.Jobs,
    "gazetteer": options.GazetteerFile,
}
# What typer hands in beside the options: it knows which of them were typed.
_CONTEXT = inspect.Parameter("ctx", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=typer.Context)
_FILTERS = frozenset({"place", "since", "until", "speaker", "party", "kind", "valid_at"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked, checked."""

    source: Source
    filters: Filters


def asks(*, without: Collection[str] = ()) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Gives a verb the shared options, but those that mean nothing to it.

    The verb's own options stand between the filters and what is said of paths; its own arguments come first.

    >>> @asks(without=("gazetteer", "jobs", "lang", "outlet"))
    ... def shout(asked: Asked, loud: bool = False) -> None:
    ...     print(asked.filters.place, loud)
    >>> shout(place="Lyman", loud=True)
    Lyman True
    >>> list(inspect.signature(shout).parameters)[-2:]
    ['loud', 'published']
    """

    def shared(verb: Callable[..., None]) -> Callable[..., None]:
        own = list(inspect.signature(verb, eval_str=True).parameters.values())[1:]  # without `asked`
        names = {one.name for one in own}

        @functools.wraps(verb)
        def typed(**given: Any) -> None:  # noqa: ANN401 - what typer gives, checked by `source` and `filters`
            ctx = given.pop("ctx", None)
            rest = {name: value for name, value in given.items() if name not in names}
            if ctx is not None and "ledger" in rest:
                rest["ledger_typed"] = ctx.get_parameter_source("ledger").name == "COMMANDLINE"
            wanted = {name: rest.pop(name) for name in _FILTERS if name in rest}
            of = Asked(source=source(**rest), filters=filters(**wanted))
            verb(of, **{name: given[name] for name in names if name in given})

        arguments = [one for one in own if one.default is inspect.Parameter.empty]
        extra = [one for one in own if one.default is not inspect.Parameter.empty]
        parts = [_CONTEXT, *arguments, *_options(_SHARED, without), *extra, *_options(_OF_PATHS, without)]
        keyword = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in parts]
        setattr(typed, "__signature__", inspect.Signature(keyword))  # noqa: B010 - where inspect looks for it
        typed.__annotations__ = {one.name: one.annotation for one in keyword} | {"return": None}
        return typed

    return shared


def _options(named: dict[str, Any], without: Collection[str]) -> list[inspect.Parameter]:
    return [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=kind)
        for name, kind in named.items()
        if name not in without
    ]
