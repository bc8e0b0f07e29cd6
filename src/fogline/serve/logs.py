"""What a program that runs for months tells: lines for people, or one JSON object a line for whatever collects logs.

In: an event with its fields. Out: a line on standard error. Refused: nothing. A line is one line whatever a source
sent: control characters are escaped (JSON) or left out (text), long values are cut, secrets are not shown. With JSON,
what libraries tell and what goes wrong in a thread becomes such a line too.

A JSON line has `time` (RFC 3339, UTC), `level`, `event`, and the fields of the event:

    event               level    fields
    watch.started       info     ledger, outlets, health
    watch.stopping      info     signal, within_s
    watch.broken_off    warning  signal
    watch.stopped       info     reports, failures, given_back, left_behind, duration_s
    watch.failed        error    reason, exception
    outlets.changed     info     file, outlets, added, removed
    outlets.refused     warning  file, reason
    outlet.news         info     outlet, url, reports, claims, duration_s, keeping_s, visible_s
    outlet.unchanged    debug    outlet, url, duration_s
    outlet.failed       warning  outlet, url, reason, detail, failures, retry_after_s, duration_s
    outlet.given_back   info     outlet, url, duration_s
    report.set_aside    warning  outlet, url, source, reason, detail
    health.not_ready    error    reason            health.ready    info
    library             warning  logger, detail, exception
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from fogline.serve.notices import tell
from fogline.serve.redacted import redacted

if TYPE_CHECKING:
    from structlog.typing import EventDict, WrappedLogger

_LONGEST = 2_000  # characters of one value; an address may have as many, and a source may send more


class LogFormat(StrEnum):
    """How lines are written."""

    TEXT = "text"
    JSON = "json"


class Level(StrEnum):
    """From which level on lines are written."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"

    @property
    def number(self) -> int:
        """As `logging` counts them.

        >>> Level.INFO.number < Level.ERROR.number
        True
        """
        return int(getattr(logging, self.name))


Say = Callable[..., None]


class Log:
    """Writes events. `say(level, event, words, **fields)`: the words are for people, the fields for programs."""

    def __init__(self, form: LogFormat, least: Level, secrets: Sequence[str] = ()) -> None:
        self.form, self._least, self._secrets = form, least, tuple(secrets)
        self._json = _structured(self._secrets) if form is LogFormat.JSON else None
        if self._json is not None:
            _take_in(self, least)

    def say(self, level: Level, event: str, words: str, **fields: object) -> None:
        """One event."""
        if level.number < self._least.number:
            return
        if self._json is None:
            # a source's line breaks would make lines of its own
            tell(redacted(f"fogline: {' '.join(words.split())[:_LONGEST]}", self._secrets))
            return
        said = {name: value for name, value in fields.items() if value is not None}
        getattr(self._json, level.value)(event, **said)

    def fault(self, event: str, thrown: BaseException) -> None:
        """A fault of ours, with where it happened."""
        self.say(Level.ERROR, event, str(thrown), reason="a fault in fogline; please report this line",
                 exception=_traceback(thrown))  # fmt: skip


def _structured(secrets: tuple[str, ...]) -> Any:  # noqa: ANN401 - structlog makes its loggers' methods as it goes
    import structlog

    def cut_and_redacted(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
        return {name: _plain(value, secrets) for name, value in event.items()}

    def in_order(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
        first = {name: event[name] for name in ("time", "level", "event") if name in event}
        return {**first, **event}

    return structlog.wrap_logger(
        structlog.PrintLogger(sys.stderr),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
            cut_and_redacted,
            in_order,
            # escaped, so that nothing in it ends a line, whatever a reader of logs takes for an end
            structlog.processors.JSONRenderer(ensure_ascii=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG),
        cache_logger_on_first_use=True,
    )


def _plain(value: object, secrets: tuple[str, ...]) -> object:
    if isinstance(value, float):
        return round(value, 3)
    if value is None or isinstance(value, bool | int):
        return value
    text = str(value).encode("utf-8", "replace").decode()  # half of a surrogate pair is no text
    return redacted(text[:_LONGEST] + ("…" if len(text) > _LONGEST else ""), secrets)


class _Library(logging.Handler):
    """What libraries log, as events."""

    def __init__(self, log: Log) -> None:
        super().__init__()
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        level = Level.ERROR if record.levelno >= logging.ERROR else Level.WARNING
        if record.levelno < logging.WARNING:
            level = Level.INFO if record.levelno >= logging.INFO else Level.DEBUG
        thrown = record.exc_info[1] if record.exc_info else None
        self._log.say(
            level, "library", record.getMessage(), logger=record.name, detail=record.getMessage(),
            exception=_traceback(thrown) if thrown else None,
        )  # fmt: skip


def _take_in(log: Log, least: Level) -> None:
    """Has libraries, warnings and threads tell their troubles as events."""
    logging.basicConfig(handlers=[_Library(log)], level=max(least.number, logging.WARNING), force=True)
    logging.captureWarnings(True)

    def thrown(about: threading.ExceptHookArgs) -> None:
        if about.exc_value is not None:
            name = about.thread.name if about.thread else "?"
            log.say(Level.ERROR, "library", "", logger=f"thread {name}", exception=_traceback(about.exc_value))

    threading.excepthook = thrown


def _traceback(thrown: BaseException) -> str:
    import traceback

    return "".join(traceback.format_exception(thrown))[-_LONGEST:]
