"""Text to sections: each kind, and that together they hold all text that is not blank."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fogline.model.report import Section, SectionKind
from fogline.reports.dateline import inline_dateline
from fogline.reports.language import language
from fogline.reports.sections import cut, dated

PARAGRAPH = (
    "Russian troops shelled the road between Chasiv Yar and Kostiantynivka for a third day on Tuesday, the regional "
    "governor said, and two people who had been driving to work were wounded."
)
SECOND = (
    "The General Staff reported that attacks had been repelled near four villages, while Moscow claimed to have taken "
    "one of them after what it called heavy losses for the defenders."
)
BOILERPLATE, CAPTION, BODY = SectionKind.BOILERPLATE, SectionKind.CAPTION, SectionKind.BODY


def page(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


def kind_of(text: str, words: str, **more: str) -> SectionKind:
    return section_of(text, words, **more).kind


def section_of(text: str, words: str, published: str | None = None) -> Section:
    at = text.index(words)
    return next(s for s in dated(cut(text), published) if s.start <= at < s.end)


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "ADVERTISEMENT",
        "Story continues below advertisement",
        "Sign up for our newsletter to get the day's top stories in your inbox.",
        "Subscribe to the Courier from 2 euros a week.",
        "Already a subscriber? Log in",
        "We use cookies to improve your experience on our site.",
        "© 2023 Steppe Courier. All rights reserved.",
        "Copyright 2023 Meridian Wire. All rights reserved. This material may not be published or broadcast.",
        "Follow us on Telegram and Facebook",
        "Share this article",
        "Follow the Courier on Instagram, Facebook and Telegram.",
        "Like this story? Send it to a friend!",
        "READ MORE: What we know about the strike on Dnipro",
        "Related: Five charts on the shell shortage",
        "Join over 100 journalists for exclusive events. Your free trial starts here.",
        "(Reporting by our Kyiv bureau; editing by the foreign desk)",
        "By Meridian Wire",
        "By OLENA K. and PETRO V., Steppe Courier",
        "The foreign desk contributed to this report.",
        "Email",
        "https://courier.example/world/2023/02/05/bakhmut",
        "desk@courier.example, @courier",
        "Contact Olena K.: olena@courier.example",
        "Download the Courier app.",
        "This is a developing story. Check back for updates.",
        "Related coverage Five charts on the shell shortage",
        "Read or share this story: https://courier.example/x",
        "Your browser does not support this video.",
    ],
)
def test_what_is_no_report_text(line: str) -> None:
    assert kind_of(page("Title of the day's report", PARAGRAPH, line, SECOND), line) is BOILERPLATE
    assert kind_of(page(PARAGRAPH, SECOND, line), line) is BOILERPLATE


@pytest.mark.parametrize(
    "line",
    [
        "“Sign up for our volunteer corps,” the mayor told residents on Monday.",
        "Subscribers to the state telephone company lost service after the strike, officials said.",
        "Related attacks killed two people in Nikopol, police said.",
        "By Tuesday evening the village was in Russian hands, the ministry said.",
        "More than 40 drones were shot down.",
        "Anyone who saw the strike is asked to call the police on 102.",
        "“You cannot cancel a war,” he said.",
        "Share prices fell in Moscow after the announcement.",
        "Email servers of three ministries were attacked overnight.",
        "The copyright office in Kharkiv was destroyed by a missile.",
        "Popular resistance grew in Melitopol, the exiled mayor said.",
        "No casualties were reported.",
        "Kyiv denies this.",
        "Read the statement: “We will not leave.”",
        "Follow-on forces crossed the river at night.",
        "Watch towers along the border were shelled.",
        "He was 34.",
    ],
)
def test_what_reports_something_is_kept(line: str) -> None:
    assert kind_of(page("Title of the day's report", PARAGRAPH, line, SECOND), line) is BODY
    assert kind_of(page("Title of the day's report", PARAGRAPH, SECOND, line), line) is BODY
    assert kind_of(page("Title of the day's report", SECOND, "Advertisement", line, "Share this article"), line) is BODY


@pytest.mark.parametrize(
    "line",
    [
        "A resident walks past a burnt-out bus in Soledar. (AP Photo/Staff)",
        "Photo: Meridian Wire",
        "(AP Photo/Staff). Rescuers look for survivors under the rubble of a house in Nikopol.",
        "Smoke over Bakhmut, February 9, 2023. REUTERS/Stringer",
        "FILE - Soldiers fire a mortar near Vuhledar, February 9, 2023.",
        "In this photo taken on 9 February 2023, a medic waits at a stabilisation point near Bakhmut.",
        "Image: A damaged bridge [Staff/Getty Images]",
        "The governor of Luhansk Oblast, shown in an official photo from 2019.",
        "Rescuers at work in Dnipro. (Published Thursday, February 9, 2023)",
        "Volunteers hand out bread in Lyman (Photo by Staff/Anadolu Agency via Getty Images)",
    ],
)
def test_captions(line: str) -> None:
    section = section_of(page("Title of the day's report", PARAGRAPH, line, SECOND), line)
    assert section.kind is CAPTION
    assert section.why
    assert section.date == ("2023-02-09" if "2023" in line else None)


@pytest.mark.parametrize(
    "line",
    [
        "The photo: a bridge in ruins, posted by the brigade, was taken on Monday, analysts said.",
        "AP journalists saw the bodies of two soldiers by the road.",
        "Satellite pictures by Maxar show new trenches north of the town, and analysts counted 40 of them.",
    ],
)
def test_sentences_about_pictures_are_no_captions(line: str) -> None:
    assert kind_of(page("Title of the day's report", PARAGRAPH, line, SECOND), line) is BODY


def test_a_video_players_clocks_are_no_live_updates() -> None:
    text = page(PARAGRAPH, "0:00:00", "/0:00:30", SECOND, "0:00:00", PARAGRAPH, "/0:01:10", SECOND)
    assert {section.kind for section in cut(text)} == {BODY, CAPTION}


@pytest.mark.parametrize("line", ["March 1, 2022 00:41", "1 March 2022", "00:41", "2022-03-01 12:10"])
def test_a_lone_date_line_between_paragraphs_is_a_videos(line: str) -> None:
    section = section_of(page(PARAGRAPH, line, SECOND), line, "2023-03-04")
    assert section.kind is CAPTION
    assert section.date == ("2022-03-01" if "2022" in line else None)


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Key developments on Feb. 5:", "2023-02-05"),
        ("February 5, 2023", "2023-02-05"),
        ("Published 5 February 2023, 10:12 GMT", "2023-02-05T10:12:00Z"),
        ("Situation as of 5 February:", "2023-02-05"),
    ],
)
def test_datelines_of_pages(line: str, date: str) -> None:
    text = page("Town holds as shelling goes on", line, PARAGRAPH, SECOND)
    assert (section_of(text, line, "2023-02-06").kind, section_of(text, line, "2023-02-06").date) == (
        SectionKind.DATELINE,
        date,
    )


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("KYIV, March 4 (Wire) — ", "XXXX-03-04"),
        ("BOGOTA, 15 JAN 90 (EFE) -- [TEXT] ", "1990-01-15"),
        ("SAN SALVADOR, 3 JAN 90 -- [REPORT] [PRESS OFFICE,\nARMY] [TEXT] ", "1990-01-03"),
        ("CHARLOTTE, N.C. (Wire) - ", None),
        ("WASHINGTON — ", None),
        ("KHERSON, Ukraine (Wire) – ", None),
        ("Zaporizhzhia, Ukraine, March 5 (Meridian Wire) - ", "XXXX-03-05"),
        ("KYIV, February 30 (Wire) - ", None),
    ],
)
def test_agency_datelines(line: str, date: str | None) -> None:
    found = inline_dateline(line + PARAGRAPH)
    if "February 30" in line:
        assert found is None
        return
    assert found is not None
    assert (line + PARAGRAPH)[found.goes_on :] == PARAGRAPH
    assert found.date == date


@pytest.mark.parametrize(
    "text",
    [
        "The road - the last one open - was under fire.",
        "Bakhmut – a town of salt and sparkling wine – lay in ruins.",
        "SIXTY-TWO PEOPLE WERE KILLED.",
        "Zelensky – who spoke on Sunday – denied it.",
        "“We hold,” he said — and hung up.",
        "The General Staff (in Kyiv) said - as before - that the line held.",
    ],
)
def test_dashes_that_end_no_dateline(text: str) -> None:
    assert inline_dateline(text, first=True) is None


@pytest.mark.parametrize(
    ("stamps", "dates"),
    [
        (("14:05", "13:40", "09:15"), ("2023-03-03T14:05:00", "2023-03-03T13:40:00", "2023-03-03T09:15:00")),
        (("11.32am GMT", "9.05am GMT"), ("2023-03-03T11:32:00Z", "2023-03-03T09:05:00Z")),
        (("Posted 3 March at 09:15", "Posted 2 March at 21:30"), ("2023-03-03T09:15:00", "2023-03-02T21:30:00")),
        (("Saturday 9:15 a.m. UPDATE", "5:30 p.m. UPDATE"), ("2023-03-04T09:15:00", "2023-03-03T17:30:00")),
        (("2h ago", "5 hours ago"), (None, None)),
        (("Mar 3, 2023 2:05 p.m.", "Mar 3, 2023 1:30 p.m."), ("2023-03-03T14:05:00", "2023-03-03T13:30:00")),
    ],
)
def test_live_updates_carry_their_own_stamp(stamps: tuple[str, ...], dates: tuple[str | None, ...]) -> None:
    text = page("Live: the battle for the town", *(f"{stamp}\n{PARAGRAPH}\n\n{SECOND}" for stamp in stamps))
    found = [s for s in dated(cut(text), "2023-03-03") if s.kind is SectionKind.LIVE_UPDATE]
    assert tuple(section.date for section in found) == dates
    assert all(SECOND in text[section.start : section.end] for section in found)
    undated = [s.date for s in cut(text) if s.kind is SectionKind.LIVE_UPDATE]
    assert all(not s.date or not s.date.startswith("2023-03-03T") or "2023" in text for s in dated(cut(text), None))
    assert len(undated) == len(stamps)


def test_other_pieces_up_to_the_next_paragraph() -> None:
    text = page(
        PARAGRAPH,
        "Read also:",
        "Ten facts about salt mines",
        "The week in pictures",
        SECOND,
        "More stories",
        "Ferry late",
    )
    kinds = [(section.kind, text[section.start : section.end]) for section in cut(text)]
    assert [kind for kind, _ in kinds] == [BODY, BOILERPLATE, BOILERPLATE, BODY, BOILERPLATE, BOILERPLATE]
    assert kinds[3][1] == SECOND


def test_wrapped_lines_are_one_paragraph() -> None:
    words = (PARAGRAPH + " " + SECOND).split()
    lines = "\n".join(" ".join(words[n : n + 11]) for n in range(0, len(words), 11))
    assert [section.kind for section in cut(lines)] == [BODY]


def test_title_given_apart() -> None:
    text = page("Town holds, army says", PARAGRAPH)
    assert cut(text, title="Town holds, army says!")[0].kind is SectionKind.TITLE
    assert cut(text, title="Another headline")[0].kind is BODY


def check_tiling(text: str) -> None:
    held = [False] * len(text)
    last = 0
    for section in cut(text):
        assert last <= section.start < section.end <= len(text)
        last = section.end
        held[section.start : section.end] = [True] * (section.end - section.start)
    assert all(inside or character.isspace() for inside, character in zip(held, text, strict=True))


_LINES = st.sampled_from(
    [PARAGRAPH, SECOND, "Advertisement", "14:05", "2h ago", "March 1, 2022 00:41", "More stories", "Photo: Wire", "",
     " ", "KYIV, March 4 (Wire) — " + SECOND, "Key developments on Feb. 5:", "\u2028", "\x1c", "Ferry late",
     "By Meridian Wire", "Cancel anytime", "KYIV - ", "\u00a0", "—", "(Photo by X)", "1 of 3", "\x85", "İ I\u0307"]
)  # fmt: skip


@given(st.text(max_size=300))
def test_sections_hold_all_text(text: str) -> None:
    check_tiling(text)


@given(st.lists(st.tuples(_LINES, st.sampled_from(["\n", "\n\n", " \n \n", "\r\n", "\n\t\n", " "])), max_size=14))
def test_sections_hold_all_text_of_pages(lines: list[tuple[str, str]]) -> None:
    check_tiling("".join(line + end for line, end in lines))


@pytest.mark.parametrize(
    "text",
    ["x" * 400_000, "KYIV, " * 60_000, " " * 400_000, "\n" * 400_000, "a\n" * 20_000, "( " * 99_000, "1:1 " * 99_000,
     "[" * 99_000, "\n \n" * 99_000, "A - " * 99_000, "March 1 " * 50_000, "\"' " * 99_000, "14:05\nx\n" * 9_000,
     "By A " * 50_000, " \t" * 200_000 + "x", "is a reporter " * 30_000, "A. " * 99_000,
     "0\n" * 99_000, ".\n" * 99_000],
)  # fmt: skip
def test_no_text_takes_long(text: str) -> None:
    language(text)
    begun = time.process_time()
    cut(text)
    assert time.process_time() - begun < 3


@pytest.mark.parametrize(
    ("text", "hint", "lang"),
    [
        (PARAGRAPH, None, "en"),
        (PARAGRAPH.upper(), None, "en"),
        (PARAGRAPH, "uk", "en"),
        ("Рятувальники завершили пошукові роботи на місці влучання ракети в Запоріжжі.", None, "uk"),
        ("Спасатели завершили поисковые работы на месте попадания ракеты в жилой дом.", None, "ru"),
        ("Die Rettungskräfte haben die Suche nach Vermissten am Sonntag beendet.", None, "de"),
        ("Die Rettungskräfte haben die Suche nach Vermissten am Sonntag beendet. " * 2, "en-GB", "de"),
        ("Les secours ont mis fin aux recherches dimanche, ont annoncé les autorités.", None, "fr"),
        ("12 345 67 89 % 2023 14:05 —", None, None),
        ("12 345 67 89 % 2023 14:05 —", "en_US", "en"),
        ("ok", "klingon", None),
    ],
)
def test_language(text: str, hint: str | None, lang: str | None) -> None:
    assert language(text, hint) == lang


@pytest.mark.parametrize(
    ("first", "second", "clock"),
    [
        ("14:05 - Shelling hit the market.", "13:40 - The army denied it.", "T14:05:00"),
        ("[14:05] Shelling hit the market.", "[13:40] The army denied it.", "T14:05:00"),
        ("2.05pm GMT Shelling hit the market.", "1.40pm GMT The army denied it.", "T14:05:00Z"),
    ],
)
def test_updates_that_begin_with_their_clock_time(first: str, second: str, clock: str) -> None:
    text = page("Live updates from the town", first, "Two people were wounded there.", second)
    stamp, update = cut(text, lang="en")[1:3]
    assert (stamp.kind, stamp.date) == (SectionKind.DATELINE, clock)
    assert (update.kind, update.date) == (SectionKind.LIVE_UPDATE, clock)
    assert text[update.start : update.end] == "Shelling hit the market.\n\nTwo people were wounded there."


def test_one_paragraph_with_a_clock_time_is_no_live_page() -> None:
    text = page(PARAGRAPH, "14:05 was when the clock of the station stopped.", SECOND)
    assert SectionKind.LIVE_UPDATE not in {section.kind for section in cut(text, lang="en")}


@pytest.mark.parametrize("byline", ["", "By Olena Kovalenko "])
@pytest.mark.parametrize("place", ["SIVERSK", "SIVERSK, Ukraine"])
def test_a_headline_that_runs_into_the_dateline(byline: str, place: str) -> None:
    head = f"Four killed in shelling {byline}".rstrip()
    text = f"{head} {place}, March 3 (Steppe Wire) - Shells hit the market on Friday, the governor said."
    sections = cut(text, lang="en")
    assert [section.kind.value for section in sections] == ["title", "dateline", "body"]
    assert text[sections[0].start : sections[0].end] == head
    assert text[sections[2].start :].startswith("Shells hit")
