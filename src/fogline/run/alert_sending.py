"""Alerts on their way: each to each of its targets, again after a while where it failed, never forgotten.

In: the memory of alerts, targets, what may be connected to, clock and chance. Out: a `Tried` for each message. Refused:
nothing; what cannot be sent says why, and stays in the memory.

A try is noted as begun before it, and its end after it. Whoever is killed in between sends it again under the same id:
at least once, and a receiver that keeps ids has it once.
"""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from fogline.model.claim import When
from fogline.model.codec import Json, decode, encode
from fogline.model.errors import QueryError, SourceRefused
from fogline.outputs.alerting import Alert, Known, roundup, text
from fogline.run.watch import stamp
from fogline.sources.addresses import Access
from fogline.sources.alert_rules import Alerting, Target, secret
from fogline.sources.apprise_out import post_apprise
from fogline.sources.fetch import Fetcher, Limits
from fogline.sources.schedule import LONGEST, after_failure
from fogline.sources.webhook import post_signed
from fogline.store.alert_memory import BEGUN, GIVEN_UP, SENT, WAITING, AlertMemory, Delivery, Kept

_EVERY = 30.0  # seconds: the first repetition comes after that, each later one after twice as long, up to a day
MOST_TRIES = 16  # some five days
_LIMITS = Limits(most_bytes=100_000, seconds=20.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """How one try to send went."""

    title: str
    target: str
    alerts: int
    error: str | None = None
    given_up: bool = False


Now = Callable[[], datetime]


def _now() -> datetime:
    return datetime.now(UTC)


def send_due(
    memory: AlertMemory,
    alerting: Alerting,
    access: Access,
    told: Callable[[Tried], None],
    *,
    now: Now = _now,
    chance: random.Random | None = None,
) -> None:
    """Sends all that is due. A target that fails is left alone until its next turn."""
    moment = now()
    due = memory.due(moment.timestamp(), longest=2 * LONGEST)
    if not due:
        return
    sending = _Sending(memory, alerting, access, told, now, chance or random.Random())  # noqa: S311
    asyncio.run(sending.all(_messages(due)))


def _messages(due: Sequence[Delivery]) -> list[list[Delivery]]:
    """What is sent together, in the order in which it fired."""
    found: dict[tuple[str, str], list[Delivery]] = {}
    for one in due:
        found.setdefault((one.target, f"bundle {one.bundle}" if one.bundle else one.alert.id), []).append(one)
    return list(found.values())


class _Sending:
    def __init__(
        self,
        memory: AlertMemory,
        alerting: Alerting,
        access: Access,
        told: Callable[[Tried], None],
        now: Now,
        chance: random.Random,
    ) -> None:
        self._memory, self._alerting, self._access, self._told = memory, alerting, access, told
        self._now, self._chance = now, chance

    async def all(self, messages: Sequence[list[Delivery]]) -> None:
        failed: dict[str, float] = {}
        async with Fetcher(access=self._access, limits=_LIMITS) as fetcher:
            for message in messages:
                name = message[0].target
                if name in failed:
                    self._memory.note(message, WAITING, stamp(self._now()), due=failed[name], error="not tried")
                    continue
                wait = await self._one(message, fetcher)
                if wait is not None:
                    failed[name] = self._now().timestamp() + wait

    async def _one(self, message: list[Delivery], fetcher: Fetcher) -> float | None:
        """Sends one message; seconds to wait where it failed."""
        first = message[0]
        again = any(one.state == BEGUN for one in message)
        alerts = [decode(Alert, _json(one.alert)) for one in message]
        title = alerts[0].title if len(alerts) == 1 else roundup(alerts)[0]
        self._memory.note(message, BEGUN, stamp(self._now()))
        target = self._alerting.target(first.target)
        try:
            if target is None:
                raise SourceRefused(first.target, "is no target any more")
            await self.sent(target, message, alerts, fetcher, again=again)
        except (SourceRefused, QueryError) as refused:
            error = _why(refused)
            tries = first.tries + 1
            lost = target is None or tries >= MOST_TRIES
            after = refused.retry_after if isinstance(refused, SourceRefused) else None
            wait = after_failure(tries - 1, _EVERY, after, self._chance)
            due = self._now().timestamp() + wait
            self._memory.note(message, GIVEN_UP if lost else WAITING, stamp(self._now()), due=due, error=error)
            self._told(Tried(title=title, target=first.target, alerts=len(message), error=error, given_up=lost))
            return wait
        self._memory.note(message, SENT, stamp(self._now()))
        self._told(Tried(title=title, target=first.target, alerts=len(message)))
        return None

    async def sent(
        self,
        target: Target,
        message: Sequence[Delivery],
        alerts: Sequence[Alert],
        fetcher: Fetcher,
        *,
        again: bool = False,
    ) -> None:
        """One message on its way, whatever becomes of it."""
        if target.webhook is not None:
            body = payload(message[0].alert)
            moment = int(self._now().timestamp())
            address, key = secret(target.webhook), secret(target.key or "")
            await post_signed(fetcher, address, key, alerts[0].id, body, moment)
            return
        title, words = alerts[0].title, text(alerts[0], again=again)
        if len(alerts) > 1:
            title, words = roundup(alerts, again=again)
        url = secret(target.apprise or "")
        await asyncio.to_thread(post_apprise, url, title, words, self._access)


def payload(alert: Kept) -> bytes:
    """What a webhook is sent: the same bytes at each try."""
    said = {"type": "alert", "timestamp": alert.fired_at, "data": _json(alert)}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def _json(alert: Kept) -> Json:
    found: Json = json.loads(alert.json)
    return found


def _why(refused: SourceRefused | QueryError) -> str:
    if isinstance(refused, QueryError):
        return str(refused)
    return refused.reason + (f" ({refused.detail})" if refused.detail else "")


def send_trial(alerting: Alerting, access: Access, name: str, *, now: Now = _now) -> None:
    """Sends a message that says it is a trial to one target; raises where it is not taken."""
    target = alerting.target(name)
    if target is None:
        raise QueryError(f"No target is called {name}. See: fogline alert list")
    moment = now()
    day = moment.date().isoformat()
    alert = Alert(
        id=f"a_trial_{int(moment.timestamp())}", rule="trial", conditions="sent by hand", sort="trial",
        title="A trial of fogline's alerts", sentences=("Nothing happened: somebody tried whether alerts arrive.",),
        happened=When(), known=Known(first_printed=None, last_printed=None, recorded_at=None, on=day),
        timing=f"Sent on {stamp(moment)}.", line="",
    )  # fmt: skip
    kept = Kept(id=alert.id, rule="trial", fired_at=stamp(moment), title=alert.title, json=json.dumps(encode(alert)))
    way = Delivery(alert=kept, target=name, bundle=None, state=WAITING, tries=0, due=0.0, at=None, error=None)

    async def send() -> None:
        with AlertMemory(None) as memory:
            sending = _Sending(memory, alerting, access, lambda _: None, now, random.Random())  # noqa: S311
            async with Fetcher(access=access, limits=_LIMITS) as fetcher:
                await sending.sent(target, [way], [alert], fetcher)

    asyncio.run(send())
