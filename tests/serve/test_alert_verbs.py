"""Alerts from the command line: a real ledger, a real server, real signals."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from command_line import REPORTS, RESIDENT, fogline

sys.path.append(str(Path(__file__).resolve().parent.parent / "sources"))
from loopback import Answer, site

from fogline.model.alert import Rule
from fogline.run.alerting import conditions
from fogline.sources.feed_xml import read_feed
from fogline.store.alert_memory import alone

KEY = "whsec_" + base64.b64encode(bytes(range(32))).decode()
LEDGER = ("--ledger", "war.ledger")


@pytest.fixture(autouse=True)
def _plain(monkeypatch):
    for name in ("FOGLINE_ALERTS", "FOGLINE_DESK", "FOGLINE_DESK_FILE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def web():
    with site() as served:
        served.answers |= {"/hook": Answer(status=200), "/phone": Answer(status=200)}
        yield served


def report(name: str, text: str, published: str | None, outlet: str = "Dnipro Courier") -> None:
    """Keeps one report in the ledger."""
    reports((name, text, published, outlet))


def reports(*each: tuple[str, str, str | None, str]) -> None:
    """Keeps reports in the ledger: id, text, day, outlet."""
    rows = [{"id": name, "text": text, "published": day, "outlet": outlet} for name, text, day, outlet in each]
    lines = [json.dumps({key: value for key, value in row.items() if value}) for row in rows]
    Path("given.jsonl").write_text("\n".join(lines))
    assert fogline("add", "given.jsonl", *LEDGER).status == 0


TOWNS = {
    "Kherson": "A rocket killed 12 people at a bus stop in Kherson on Friday, the city's mayor wrote.",
    "Nikopol": "Shells fell on the market of Nikopol on Friday, killing 13 people, doctors there said.",
    "Izium": "Rescuers pulled 14 bodies out of a house in Izium that an air strike had destroyed on Friday.",
    "Kupiansk": "Russian artillery hit a queue for bread in Kupiansk on Friday and killed 15 residents, police said.",
    "Kramatorsk": "At the station of Kramatorsk, a missile killed 16 passengers on Friday, the railway said.",
    "Sumy": "Drones attacked a hospital in Sumy on Friday; 17 patients were killed, the governor told reporters.",
    "Orikhiv": "An explosion tore through a school in Orikhiv on Friday, killing 18 people in its cellar.",
}


def in_towns(*names: str) -> None:
    """A report from each town, each of another Friday."""
    days = [(date(2023, 2, 4) + timedelta(days=7 * week)).isoformat() for week in range(len(names))]
    reports(*((name, TOWNS[name], day, f"{name} Post") for name, day in zip(names, days, strict=True)))


def run(*options: object):
    return fogline("alert", "run", *LEDGER, "--allow", "127.0.0.1", *options)


def targets(web, *names: str) -> None:
    if "hook" in names:
        assert fogline("alert", "target", "hook", "--webhook", web.url("/hook"), "--key", KEY).status == 0
    if "phone" in names:
        url = web.url("/phone").replace("http://", "json://")
        assert fogline("alert", "target", "phone", "--apprise", url).status == 0


def hooked(web) -> list[dict]:
    """What the webhook took, each with a signature that holds."""
    taken = []
    for asked in web.asked:
        if asked.path == "/hook":
            said = asked.headers
            signed = f"{said['webhook-id']}.{said['webhook-timestamp']}.".encode() + asked.body
            wanted = hmac.new(bytes(range(32)), signed, hashlib.sha256).digest()
            assert said["webhook-signature"] == "v1," + base64.b64encode(wanted).decode()
            assert abs(time.time() - int(said["webhook-timestamp"])) < 120
            taken.append({"id": said["webhook-id"], **json.loads(asked.body)["data"]})
    return taken


def phoned(web) -> list[dict]:
    return [json.loads(asked.body) for asked in web.asked if asked.path == "/phone"]


def test_a_rising_toll_is_told_once_to_each(web):
    report("first", REPORTS["first.txt"], "2023-01-15")
    targets(web, "hook", "phone")
    Path("alerts.toml").write_text('[alerts]\nfeed = "alerts.atom"\n\n' + Path("alerts.toml").read_text())
    assert fogline("alert", "add", "Kherson", "--place", "Kherson", "--within", "30", "--toll-over", "2",
                   "--rises").status == 0  # fmt: skip
    began = run()
    assert (began.status, web.asked) == (0, [])  # what was known before is not told
    assert "from now on" in began.err
    report("second", REPORTS["second.txt"], "2023-01-16", "Steppe Wire")
    fired = run()
    assert fired.status == 0, fired.err
    (told,) = hooked(web)
    assert (told["figure"], told["measure"], told["place"]) == (5, "killed", "Kherson")
    assert told["title"].startswith("Kherson: five reported dead")
    five = next(one for one in told["claims"] if "rose to five" in one["words"])
    assert (five["outlet"], five["published"]) == ("Steppe Wire", "2023-01-16")
    assert five["speakers"] == ["regional administration"]
    assert REPORTS["second.txt"][five["start"] : five["end"]] == five["words"]
    assert told["happened"]["begin"] == "2023-01-15"
    (phone,) = phoned(web)
    assert phone["title"] == told["title"]
    assert "Happened on 15 January 2023" in phone["message"]
    assert "days after it was printed" in phone["message"]  # it came in long after 2023
    assert "rose to five" in phone["message"]
    for _ in range(2):
        assert run().status == 0
    assert (len(hooked(web)), len(phoned(web))) == (1, 1)
    (entry,) = read_feed(Path("alerts.atom").read_bytes(), "alerts.atom").pieces
    assert entry.title == told["title"]
    assert fogline("alert", "feed", *LEDGER).out == Path("alerts.atom").read_text()
    log = fogline("alert", "log", *LEDGER)
    assert "hook sent; phone sent" in log.out
    assert "rose to five" in fogline("alert", "log", told["id"], *LEDGER).out
    assert fogline("verify", *LEDGER).status == 0


def test_a_copy_and_a_correction_are_not_told_again(web):
    targets(web, "hook")
    fogline("alert", "add", "dead", "--toll-over", "2", "--kind", "assault")
    report("zero", "The mayor of Odesa opened a school on Sunday, he said.", "2023-01-14")
    run()
    report("first", REPORTS["first.txt"], "2023-01-15")
    run()
    assert len(hooked(web)) == 1
    report("copy", REPORTS["first.txt"], "2023-01-15", "Lowland Post")
    run()
    report("first", "Correction: the day was wrong. " + REPORTS["first.txt"], "2023-01-15")
    run()
    assert len(hooked(web)) == 1


def test_without_a_date_or_with_one_ahead_nothing_fires(web):
    targets(web, "hook")
    fogline("alert", "add", "dead", "--toll-over", "2")
    report("zero", "The mayor of Odesa opened a school on Sunday, he said.", "2023-01-14")
    run()
    report("undated", "Shells hit the market of Nikopol, killing 14 people, the governor said.", None)
    report("ahead", "Shells hit the station of Izium on Monday, killing 15 people, the governor said.", "2041-03-04")
    told = run()
    assert hooked(web) == []
    assert "passed over: none of its reports has a date" in told.err or "passed over: no day is known" in told.err
    assert "passed over: dated after the day on which it became known" in told.err
    report("dated", "Shells hit the market of Nikopol on Friday, killing 14 people, the governor said.", "2023-02-04")
    run()
    assert [one["figure"] for one in hooked(web)] == [14]


def test_what_cannot_be_sent_is_shown_and_tried_again(web):
    targets(web, "hook", "phone")
    fogline("alert", "add", "dead", "--toll-over", "2")
    report("zero", "The mayor of Odesa opened a school on Sunday, he said.", "2023-01-14")
    run()
    web.answers["/hook"] = Answer(status=503, headers={"Retry-After": "3600"})
    report("first", REPORTS["first.txt"], "2023-01-15")
    failed = run()
    assert failed.status == 3
    assert "hook: “Kherson: three reported dead" in failed.err
    assert "not sent: answers 503; tried again later" in failed.err
    assert len(phoned(web)) == 1
    assert "hook waiting after 1 try: answers 503" in fogline("alert", "log", *LEDGER, "--format", "csv").out
    rows = json.loads(fogline("alert", "list", *LEDGER, "--format", "json").out)
    assert (rows[0]["alerts"], rows[0]["not_sent"]) == (1, 1)
    run()
    assert len(hooked(web)) == 1  # its turn has not come
    web.answers["/hook"] = Answer(status=200)
    assert fogline("alert", "retry", *LEDGER).status == 0
    assert run().status == 0
    first, second = hooked(web)
    assert first == second  # the same id, the same body
    assert len(phoned(web)) == 1
    assert fogline("alert", "retry", *LEDGER).status == 1
    assert fogline("alert", "remove", "hook").status == 0
    report("second", REPORTS["second.txt"], "2023-01-16", "Steppe Wire")


def started(*arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "fogline.serve.cli", *arguments]
    return subprocess.Popen(command, env={**os.environ, "FOGLINE_ALLOW": "127.0.0.1"}, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip


@pytest.mark.parametrize("way", ["hook", "phone"])
def test_killed_between_sending_and_noting_it_sends_again_under_the_same_id(web, way):
    targets(web, way)
    fogline("alert", "add", "dead", "--toll-over", "2")
    report("zero", "The mayor of Odesa opened a school on Sunday, he said.", "2023-01-14")
    run()
    report("first", REPORTS["first.txt"], "2023-01-15")
    running: list[subprocess.Popen[str]] = []

    def killing(_):
        running[0].send_signal(signal.SIGKILL)  # it was received; nobody will ever note that
        running[0].wait()
        return Answer(status=200)

    web.answers[f"/{way}"] = killing
    running.append(started("alert", "run", *LEDGER))
    running[0].communicate(timeout=300)
    assert running[0].returncode == -signal.SIGKILL
    assert f"{way} begun" in fogline("alert", "log", *LEDGER, "--format", "csv").out
    web.answers[f"/{way}"] = Answer(status=200)
    assert run().status == 0
    assert run().status == 0
    if way == "hook":
        first, second = hooked(web)
        assert first == second
    else:
        first, second = phoned(web)
        assert "You may have had this one before" not in first["message"]
        assert "You may have had this one before" in second["message"]
    assert f"{way} sent" in fogline("alert", "log", *LEDGER, "--format", "csv").out


def test_killed_again_and_again_no_alert_is_lost_and_none_gets_another_id(web):
    """The short form: each kill may send once more, never under another id; in the end each was sent."""
    chance = random.Random(7)
    targets(web, "hook")
    fogline("alert", "add", "dead", "--toll-over", "2")
    report("zero", "The mayor of Odesa opened a school on Sunday, he said.", "2023-01-14")
    run()
    in_towns(*TOWNS)
    for last in (1, 3, 2):
        left, running = [last], started("alert", "run", *LEDGER)

        def killing(_, left=left, running=running):
            left[0] -= 1
            if left[0] == 0 and chance.random() < 0.7:
                running.kill()  # before it is answered
            elif left[0] == 0:
                threading.Timer(0.05 * chance.random(), running.kill).start()  # while it is noted, or the next is sent
            return Answer(status=200)

        web.answers["/hook"] = killing
        running.communicate(timeout=300)
        assert running.returncode == -signal.SIGKILL
    web.answers["/hook"] = Answer(status=200)
    assert run().status == 0
    by_id = {}
    for one in hooked(web):
        assert by_id.setdefault(one["id"], one) == one
    assert sorted(one["place"] for one in by_id.values()) == sorted(TOWNS)
    assert len(hooked(web)) <= len(TOWNS) + 3
    states = json.loads(fogline("alert", "list", *LEDGER, "--format", "json").out)
    assert (states[0]["alerts"], states[0]["not_sent"]) == (len(TOWNS), None)


def test_only_one_process_looks_and_sends_at_a_time(web):
    targets(web, "hook")
    fogline("alert", "add", "dead", "--toll-over", "2")
    report("zero", "The mayor of Odesa opened a school on Sunday, he said.", "2023-01-14")
    run()
    report("first", REPORTS["first.txt"], "2023-01-15")
    with alone(Path("war.ledger-alerts")) as mine:
        assert mine
        assert "another fogline looks after the alerts" in run().err
        assert web.asked == []
    run()
    assert len(hooked(web)) == 1


def test_many_alerts_at_once_are_one_message_for_people(web):
    targets(web, "hook", "phone")
    fogline("alert", "add", "dead", "--toll-over", "2")
    report("zero", "The mayor of Odesa opened a school on Sunday, he said.", "2023-01-14")
    run()
    in_towns(*list(TOWNS)[:6])
    assert run().status == 0
    assert len(hooked(web)) == 6
    (phone,) = phoned(web)
    assert phone["title"] == "6 alerts at once: dead"
    assert phone["message"].count(" a_") == 6


def test_a_rule_that_is_new_or_changed_speaks_from_then_on(web):
    targets(web, "hook")
    report("first", REPORTS["first.txt"], "2023-01-15")
    fogline("alert", "add", "dead", "--toll-over", "9")
    run()
    settings = Path("alerts.toml")
    settings.write_text(settings.read_text().replace("9.0", "2.0"))
    assert "from now on" in run().err
    settings.write_text(settings.read_text() + 'send = ["hook"]\n')
    assert "from now on" not in run().err  # whom it is sent to is no condition
    assert hooked(web) == []
    assert fogline("alert", "remove", "dead").status == 0
    report("second", REPORTS["second.txt"], "2023-01-16", "Steppe Wire")
    run()
    assert hooked(web) == []


def test_watching_tells_what_becomes_known(web):
    item = (
        "<item><guid isPermaLink='false'>1</guid><title>Nikopol</title><pubDate>Sat, 04 Mar 2023 10:00:00 GMT</pubDate>"
        f"<description>{'Shells hit the market of Nikopol on Friday, killing 14 people, the governor said. ' * 4}"
        "</description></item>"
    )
    feed = f"<rss><channel><title>Courier</title>{item}</channel></rss>".encode()
    web.answers["/rss"] = Answer(feed, headers={"Content-Type": "application/rss+xml"})
    targets(web, "hook")
    fogline("alert", "add", "dead", "--toll-over", "2")
    report("zero", "The mayor of Odesa opened a school on Sunday, he said.", "2023-01-14")
    run()
    fogline("outlet", "add", web.url("/rss"))
    ended = fogline("watch", "--once", *LEDGER, "--allow", "127.0.0.1")
    assert ended.status == 0
    assert "alert: Nikopol: 14 reported dead" in ended.err
    (told,) = hooked(web)
    assert told["figure"] == 14
    assert "printed" in told["timing"]
    Path("alerts.toml").write_text("[[rule]]\nname = 3\n")
    ended = fogline("watch", "--once", *LEDGER, "--allow", "127.0.0.1")
    assert ended.status == 0  # a slip in the rules ends no watch
    assert "no alerts for now: alerts.toml: rule 1: name = 3 is of the wrong sort" in ended.err


def test_an_outlet_that_falls_silent_is_told_once(web):
    targets(web, "phone")
    fogline("alert", "add", "silent", "--silence", "any")
    today = datetime.now(UTC).date()
    reports(*(
        (f"r{ago}", f"Shells hit Nikopol again, {ago} people were hurt, the governor said.",
         (today - timedelta(days=ago)).isoformat(), "Steppe Wire")
        for ago in range(4, 20)
    ))  # fmt: skip
    report("other", "The mayor of Odesa opened a school, he said.", today.isoformat(), "Courier")
    assert "from now on" in run().err
    assert phoned(web) == []  # it was silent before the rule was
    day = (today - timedelta(days=3)).isoformat()
    report("again", "Shells hit Nikopol again, 30 people were hurt, the governor said.", day, "Steppe Wire")
    run()
    run()
    (told,) = phoned(web)
    assert told["title"].startswith("No report from Steppe Wire since ")
    assert "the outlet stopped, or is no longer read" in told["message"]


def test_the_dry_run_tells_day_by_day_and_sends_nothing(web):
    targets(web, "hook", "phone")
    fogline("alert", "add", "dead", "--toll-over", "2", "--rises")
    report("first", REPORTS["first.txt"], "2023-01-15")
    report("second", REPORTS["second.txt"], "2023-01-16", "Steppe Wire")
    tried = fogline("alert", "test", *LEDGER, "--format", "csv")
    days = [line.partition(",")[0] for line in tried.out.splitlines()[1:]]
    assert days == ["2023-01-15", "2023-01-16"]
    later = fogline("alert", "test", *LEDGER, "--since", "2023-01-16", "--whole")
    assert "2023-01-16 ── Kherson: five reported dead" in later.out
    assert "2023-01-15 ──" not in later.out
    assert "In this ledger since" not in later.out
    assert fogline("alert", "test", *LEDGER, "--until", "2023-01-14").status == 1
    (first, second) = json.loads(fogline("alert", "test", *LEDGER, "--format", "json").out)
    assert (first["figure"], second["figure"]) == (3, 5)
    assert web.asked == []
    assert not Path("war.ledger-alerts").exists()


def test_a_dry_run_over_silence_looks_at_each_day(web):
    first = date(2023, 1, 1)
    reports(*(
        (f"r{day}", f"Shells hit Nikopol again, {day + 2} people were hurt, the governor said.",
         (first + timedelta(days=day)).isoformat(), "Wire")
        for day in range(12)
    ))  # fmt: skip
    report("other", "The mayor of Odesa opened a school, he said.", "2023-01-25", "Courier")
    fogline("alert", "add", "silent", "--silence", "Wire")
    rows = json.loads(fogline("alert", "test", *LEDGER, "--format", "json").out)
    assert [one["since"] for one in rows] == ["2023-01-12"]
    assert rows[0]["known"]["on"] == "2023-01-15"


def test_no_secret_is_ever_shown(web, monkeypatch):
    monkeypatch.setenv("FOGLINE_DESK", web.url("/T0KEN").replace("http://", "json://user:passw0rd@"))
    Path("key.txt").write_text(KEY + "\n")
    monkeypatch.setenv("FOGLINE_HOOK_KEY_FILE", "key.txt")
    assert fogline("alert", "target", "desk", "--apprise", "env:FOGLINE_DESK").status == 0
    made = fogline("alert", "target", "hook", "--webhook", web.url("/T0KEN"), "--key", "env:FOGLINE_HOOK_KEY")
    bare = fogline("alert", "target", "bare", "--webhook", web.url("/T0KEN"))
    typed = fogline("alert", "target", "typed", "--apprise", "-", stdin=b"tgram://123456:ABCDEF/99887766\n")
    assert [made.status, bare.status, typed.status] == [0, 0, 0]
    assert Path("alerts.toml").stat().st_mode & 0o077 == 0
    fogline("alert", "add", "dead", "--toll-over", "2")
    listed = fogline("alert", "list", *LEDGER)
    report("zero", "The mayor of Odesa opened a school on Sunday, he said.", "2023-01-14")
    run()
    report("first", REPORTS["first.txt"], "2023-01-15")
    web.answers["/T0KEN"] = Answer(status=500)
    failed = run()
    log = fogline("alert", "log", *LEDGER, "--format", "json")
    rows = fogline("alert", "log", *LEDGER, "--format", "csv")
    monkeypatch.delenv("FOGLINE_HOOK_KEY_FILE")
    fogline("alert", "retry", *LEDGER)
    unset = run()
    assert "FOGLINE_HOOK_KEY is not set, and neither is FOGLINE_HOOK_KEY_FILE" in unset.err
    key = next(line for line in Path("alerts.toml").read_text().splitlines() if line.startswith('key = "whsec'))
    for told in (made, bare, typed, listed, failed, log, rows, unset):
        for word in ("T0KEN", "passw0rd", "ABCDEF", "99887766", KEY, key.partition('"')[2].strip('"')):
            assert word not in told.out + told.err
    assert "tgram://…" in listed.err
    Path("alerts.toml").chmod(0o644)
    assert "chmod 600" in fogline("alert", "list", *LEDGER).err


def test_a_trial_reaches_the_target(web):
    targets(web, "hook", "phone")
    assert fogline("alert", "ping", "phone", "--allow", "127.0.0.1").status == 0
    assert "trial" in phoned(web)[0]["title"]
    assert fogline("alert", "ping", "hook", "--allow", "127.0.0.1").status == 0
    assert hooked(web)[0]["sort"] == "trial"
    assert "leads to this machine" in fogline("alert", "ping", "hook").err
    assert fogline("alert", "ping", "nobody").status == 2


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--kind", "sheling"), "Did you mean shelling"),
        (("--place", "Nowheresville", "--within", "5"), "no place is called Nowheresville"),
        (("--within", "5"), "radius_km needs a place"),
        (("--silence", "any", "--place", "Kherson"), "Make two rules"),
        (("--status", "control", "--toll-over", "3"), "Make two rules"),
        (("--status", "weather"), "Write one of: any, control"),
        (("--conflict", "denail"), "Did you mean denial"),
        (("--rises",), "belong to toll_over"),
        (("--toll-over", "3", "--measure", "kiled"), "Did you mean killed"),
        ((), "has no condition"),
        (("--toll-over", "3", "--send", "nobody"), "no target is called nobody"),
    ],
)
def test_a_rule_that_means_nothing_is_refused(options, told):
    ended = fogline("alert", "add", "rule", *options)
    assert ended.status in (1, 2)
    assert told in ended.err
    assert not Path("alerts.toml").exists()


def test_a_file_by_hand_is_checked_and_kept():
    path = Path("alerts.toml")
    path.write_text('# ours\n[[target]]\nname = "a"\nwebhook = "https://a.example/x"\n')
    assert "a webhook needs a key" in fogline("alert", "list").err
    path.write_text('# ours\n[[rules]]\nname = "a"\n')
    assert "rules is not known" in fogline("alert", "list").err
    path.write_text('# ours\n[[rule]]\nname = "a"\nkind = ["assault", "peaceful_protest"]\nsend = "b"\n')
    assert "no target is called b" in fogline("alert", "list").err
    path.write_text('# ours\n[[rule]]\nname = "a"\nkind = ["assault", "peaceful_protest"]\n')
    assert fogline("alert", "list").status == 0
    fogline("alert", "add", "b", "--toll-over", "3")
    assert path.read_text().startswith("# ours\n")
    assert "there already" in fogline("alert", "add", "b", "--toll-over", "4").err
    assert fogline("alert", "remove", "c").status == 2


def test_a_rule_asks_how_a_claim_is_told_and_wrong_values_say_which_are_right():
    reports(
        ("a", "Shells killed three people in Nikopol on Friday, Ukraine's General Staff said.", "2023-03-03", "Post"),
        ("b", "A drone destroyed a bakery in Kherson on 8 March, its mayor said.", "2023-03-09", "Other Post"),
    )
    for name, given in {
        "Bakeries": ("--words", "bak*"), "Post": ("--outlet", "Post", "--kind", "shelling"),
        "Denied": ("--stance", "denies"),
    }.items():  # fmt: skip
        assert fogline("alert", "add", name, *given).status == 0
    told = fogline("alert", "test", *LEDGER, "--format", "json")
    fired = {(one["rule"], one["place"]) for one in json.loads(told.out)}
    assert fired == {("Bakeries", "Kherson"), ("Post", "Nikopol")}
    for wrong, right in {
        ("--words", "ba*"): "3 letters", ("--stance", "denied"): "denies", ("--certainty", "sure"): "certain, probable"
    }.items():  # fmt: skip
        refused = fogline("alert", "add", "Wrong", *wrong)
        assert refused.status == 1 and right in refused.err, refused.err


def test_conditions_that_came_later_make_no_rule_of_before_begin_anew():
    said = json.loads(conditions(Rule(name="of before", place="Kherson")))
    assert not {"words", "speakers", "outlets", "stances", "certainties"} & said.keys() and said["place"] == "Kherson"
    assert json.loads(conditions(Rule(name="of now", words="bridge")))["words"] == "bridge"


def test_nobody_private_is_told_of_and_nobody_can_be_followed(web):
    """What is sent leaves the house: names, numbers and addresses stay in it, and no rule finds a private person."""
    report("before", REPORTS["first.txt"], "2023-01-15")
    targets(web, "hook", "phone")
    Path("alerts.toml").write_text('[alerts]\nfeed = "alerts.atom"\n\n' + Path("alerts.toml").read_text())
    rules = {"Town": ("--place", "Nikopol"), "Her": ("--speaker", "Anna Kovalenko"), "Words": ("--words", "Sadova"),
             "Side": ("--party", "Anna Kovalenko")}  # fmt: skip
    for name, asked in rules.items():
        assert fogline("alert", "add", name, *asked).status == 0
    assert run().status == 0
    report("second", RESIDENT, "2023-03-05", "River Post")
    assert run().status == 0
    fired = hooked(web)
    assert {one["rule"] for one in fired} >= {"Town"}
    assert not {one["rule"] for one in fired} & {"Her", "Words", "Side"}
    shown = [json.dumps([*fired, *phoned(web)], ensure_ascii=False), Path("alerts.atom").read_text(),
             *(fogline("alert", "log", one["id"], *LEDGER).out for one in fired),
             fogline("alert", "test", "--whole", *LEDGER).out]  # fmt: skip
    for planted in ("Kovalenko", "Sadova", "255 73 33"):
        assert [planted in one for one in shown] == [False] * len(shown), planted
    assert "a private person" in shown[0] or "█" in shown[0]
    assert "Saiuk" in shown[0]  # whoever holds an office is named
