"""Captures to reports: text, facts, ids, and what is refused."""

import errno
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fogline.model.errors import UnreadableReport
from fogline.model.report import MOST_READ, Capture, Facts, SectionKind
from fogline.reports import pdf
from fogline.reports.decode import unscramble
from fogline.reports.read import read
from fogline.sources.files import collect

EXAMPLES = Path(__file__).parents[2] / "examples"
REAL = Path(__file__).parents[3] / "shared" / "reports"
STORY = "Shelling hit the market in Kostiantynivka on Sunday, wounding two people, the governor said."
PAGE = """<html lang="en"><head><title>Market hit | Courier</title><meta property="og:site_name" content="Courier">
{head}</head><body><nav>Home</nav><article><h1>Market hit</h1><p>{story}</p><p>{more}</p></article></body></html>"""
MORE = "Rescuers worked through the night to clear the road, which is used by hundreds of people every day, and " * 3


def text_capture(body: str | bytes, source: str = "story.txt", **facts: str) -> Capture:
    raw = body if isinstance(body, bytes) else body.encode()
    return Capture(body=raw, source=source, media_type="text/plain", facts=Facts(**facts))


def line_capture(source: str = "day.jsonl:3", facts: Facts = Facts(), **said: object) -> Capture:  # noqa: B008
    return Capture(body=json.dumps(said).encode(), source=source, media_type="application/json", facts=facts)


def page_capture(head: str = "", **facts: str) -> Capture:
    body = PAGE.format(head=head, story=STORY, more=MORE).encode()
    return Capture(body=body, source="page.html", media_type="text/html", facts=Facts(**facts))


@pytest.mark.parametrize(
    ("capture", "says"),
    [
        (text_capture(b""), "is empty"),
        (text_capture(b" \n\t"), "is empty"),
        (text_capture("— … —"), "holds no text"),
        (text_capture(b"%PDF-1.7 rest"), "is a PDF"),
        (text_capture(b"\x89PNG\r\n\x1a\n"), "is a picture"),
        (text_capture(b"PK\x03\x04rest"), "is an archive"),
        (text_capture(bytes(range(256)) * 40), "is binary"),
        (text_capture(b"ab\x00\x01\x02cd" * 50), "is binary"),
        (text_capture(STORY, published="2023-02-30"), "2023-02-30 is no date"),
        (text_capture(STORY, published="yesterday"), "yesterday is no date"),
        (line_capture(title="no text here"), "has no `text`"),
        (line_capture(text=7), "has no `text`"),
        (line_capture(text=STORY, published="2023-13-01"), "2023-13-01 is no date"),
        (line_capture(text=STORY, published=20230101), "`published` is no date"),
        (line_capture(text="broken \ud83d letter"), "half a character"),
        (Capture(body=b"{", source="day.jsonl:3", media_type="application/json"), "is no JSON"),
        (Capture(body=b"[]", source="day.jsonl:3", media_type="application/json"), "is no JSON object"),
        (Capture(body=b"<html><body></body></html>", source="p.html", media_type="text/html"), "HTML page"),
        (Capture(body=b"<html><script>var a;</script></html>", source="p.html", media_type="text/html"), "HTML page"),
    ],
)
def test_what_is_no_report_is_refused_with_file_and_reason(capture: Capture, says: str) -> None:
    with pytest.raises(UnreadableReport) as refused:
        read(capture)
    assert str(refused.value).startswith(capture.source)
    assert says in str(refused.value)


@pytest.mark.parametrize(("number", "error"), [(errno.EIO, OSError), (errno.ENOMEM, UnreadableReport)])
def test_a_disk_that_does_not_give_what_reads_a_pdf_is_not_the_pdfs_fault(
    number: int, error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Memory is another matter: it has a limit there, which a PDF may be made to meet."""
    assert "import pypdf" in pdf.PROGRAM
    monkeypatch.setattr(pdf, "PROGRAM", pdf.PROGRAM.replace("import pypdf", f"raise OSError({number}, 'refused')"))
    with pytest.raises(error):
        pdf.read_pdf(b"%PDF-1.7 rest", "a.pdf")


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"\xef\xbb\xbfThe line held near Kreminna.", "The line held near Kreminna."),
        ("The line held near Kreminna – for now.".encode("utf-16"), "The line held near Kreminna – for now."),
        (
            "Рятувальники завершили пошуки.\r\nЗагинули 13 людей.".encode(),
            "Рятувальники завершили пошуки.\nЗагинули 13 людей.",
        ),
        ("Сили оборони відбили атаки поблизу Бахмута, повідомив Генштаб. ".encode("cp1251") * 4, "Сили оборони"),
        (f"A café in Liège – reopened. {STORY} {STORY} {STORY}".encode("cp1252"), "A café in Liège – reopened."),
        (
            "Les secours ont évacué la région, dit l’armée à Liège. ".encode("cp1252") * 3,
            "Les secours ont évacué",
        ),
        ("Ukraineâ€™s army said â€œno lossesâ€\x9d were seen.".encode(), "Ukraine’s army said “no losses” were seen."),
    ],
)
def test_encodings(raw: bytes, text: str) -> None:
    assert read(text_capture(raw)).text.startswith(text)


@pytest.mark.parametrize("text", ["Paris–Liège", "SÃO PAULO", "naïve â la carte", "Â", "Kyiv’s “line”", "Ðorđe"])
def test_text_that_is_right_is_left_alone(text: str) -> None:
    assert unscramble(text) == text


def test_the_text_of_a_json_line_is_never_changed() -> None:
    text = "\ufeff Kyiv\r\nsaid itâ€™s\u00a0calm.\n\n\x0c end \U0001f1fa\U0001f1e6 "
    report = read(line_capture(text=text))
    assert report.text == text
    assert " ".join(text[section.start : section.end] for section in report.sections).split() == text.split()


def test_whose_word_counts() -> None:
    flags = Facts(outlet="Flag", published="2023-01-01", lang="en")
    line = read(line_capture(text=STORY, outlet="Line", facts=flags))
    assert (line.outlet, line.published, line.published_basis) == ("Line", "2023-01-01", "metadata")
    stamped = '<meta property="article:published_time" content="2023-03-05T20:10:00+02:00">'
    page = read(page_capture(stamped))
    assert (page.outlet, page.published, page.published_basis, page.title, page.lang) == (
        "Courier", "2023-03-05T20:10:00+02:00", "metadata", "Market hit", "en",
    )  # fmt: skip
    assert read(page_capture(stamped, outlet="Flag", published="2023-03-06")).published == "2023-03-06"


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ('<meta property="article:published_time" content="2023-02-30">', None),
        ('<script type="application/ld+json">{"@graph": [{"datePublished": "2023-03-05"}]}</script>', "2023-03-05"),
        ('<script type="application/ld+json">{broken</script>', None),
        ('<meta name="date" content="5 March 2023">', "2023-03-05"),
    ],
)
def test_dates_in_markup(head: str, published: str | None) -> None:
    assert read(page_capture(head)).published == published


def test_ids_are_stable_and_differ() -> None:
    assert read(text_capture(STORY, id="own")).id == "own"
    first = read(text_capture(STORY, "a/story.txt"))
    assert first.id.startswith("story-")
    assert first.id == read(text_capture(STORY, "b/story.txt")).id
    others = {
        read(text_capture(STORY + " It rained.", "b/story.txt")).id,
        read(text_capture(STORY, "a/story.txt", outlet="Steppe Courier")).id,
        read(line_capture(text=STORY)).id,
        read(line_capture(text=STORY + " It rained.")).id,
    }
    assert len(others | {first.id}) == 5
    assert read(line_capture(text=STORY, id=41)).id == "41"
    assert read(line_capture(text=STORY, facts=Facts(id="all"))).id == read(line_capture(text=STORY)).id


_BYTES = st.one_of(
    st.binary(max_size=200),
    st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.text(max_size=60).map(lambda text: f"<html><body><p>{text}</p><p>{STORY}</p>".encode("utf-8", "surrogatepass")),
    st.dictionaries(st.sampled_from(["id", "text", "title", "published", "lang", "url"]), st.text(max_size=60)).map(
        lambda said: json.dumps(said).encode()
    ),
)


@settings(deadline=None)  # whichever comes first waits for the tables of names
@given(_BYTES, st.sampled_from(["text/plain", "text/html", "application/json"]))
def test_any_bytes_are_a_report_or_refused(body: bytes, media_type: str) -> None:
    try:
        report = read(Capture(body=body, source="any.bin", media_type=media_type))
    except UnreadableReport as refused:
        assert str(refused).startswith("any.bin")
    else:
        held = "".join(report.text[section.start : section.end] for section in report.sections)
        assert sorted("".join(held.split())) == sorted("".join(report.text.split()))


def test_examples_are_read() -> None:
    reports = {report.id: report for report in (read(c) for c in collect([str(EXAMPLES)]) if isinstance(c, Capture))}
    assert len(reports) == 14
    assert all(report.published and report.outlet and report.lang == "en" for report in reports.values())
    assert all(report.published_basis == "metadata" for report in reports.values())
    kept = {SectionKind.TITLE, SectionKind.BODY, SectionKind.LIVE_UPDATE, SectionKind.DATELINE}
    for report in reports.values():
        told = " ".join(report.text[s.start : s.end] for s in report.sections if s.kind in kept).lower()
        for phrase in ("inbox", "subscribe", "rowing club", "five maps", "all rights", "trawler", "november 18"):
            assert phrase not in told, (report.id, phrase)
    page = next(report for name, report in reports.items() if "vuhledar" in name)
    assert page.published == "2023-02-14T16:05:00+00:00"
    assert [s.date for s in page.sections if s.kind is SectionKind.CAPTION] == ["2022-11-18"]
    live = next(report for name, report in reports.items() if "live" in name)
    assert [s.date for s in live.sections if s.kind is SectionKind.LIVE_UPDATE] == [
        "2023-03-03T18:20:00", "2023-03-03T16:45:00", "2023-03-03T14:05:00", "2023-03-03T11:32:00+02:00",
        "2023-03-03T09:15:00",
    ]  # fmt: skip


@pytest.mark.skipif(not REAL.is_dir(), reason="the real reports are other people's text and not in this repository")
def test_real_reports() -> None:
    import yaml

    answers = yaml.safe_load((REAL / "answers.yaml").read_text("utf-8"))
    for name in ("bakhmut-2023-02-05.txt", "bakhmut-2023-03-04.txt"):
        for path, year in ((REAL / name, "2023"), (None, "XXXX")):
            capture = (
                next(found for found in collect([str(path)]) if isinstance(found, Capture))
                if path
                else Capture(body=(REAL / name).read_bytes(), source=name, media_type="text/plain")
            )
            report = read(capture)
            aside = [report.text[s.start : s.end] for s in report.sections if s.kind is SectionKind.BOILERPLATE]
            assert all(any(words in piece for piece in aside) for words in answers[name].get("not_report", ()))
            for claim in answers[name]["claims"]:
                assert not any(claim["quote"] in piece for piece in aside)
            for expected in answers[name]["sections"]:
                found = next(s for s in report.sections if expected["quote"] in report.text[s.start : s.end])
                assert found.kind.value == expected["is"]
                if expected["is"] == "dateline":
                    assert found.date == f"{year}-02-05"
            if year == "XXXX":
                assert report.published in (None, "XXXX-02-05")


def test_what_is_beyond_the_characters_that_are_read_is_kept_and_says_so() -> None:
    text = f"{STORY} " * (MOST_READ // len(STORY) + 2)
    report = read(text_capture(text))
    assert report.text == text
    last = report.sections[-1]
    assert (last.kind, last.end) == (SectionKind.UNREAD, len(text.rstrip()))
    assert str(last.why).startswith("beyond the first 200,000 characters")
    assert all(section.end <= MOST_READ for section in report.sections[:-1])
    assert report.as_read.text == text[:MOST_READ]
    assert report.as_read.sections == report.sections


def test_a_channel_is_its_holders() -> None:
    posts = "⚡️Ivan Koval, head of Zaporizhzhia OVA\n\nTroops struck 14 settlements 512 times during the day, he says."
    assert read(Capture(body=posts.encode(), source="r", media_type="text/plain", facts=Facts())).outlet == "Ivan Koval"
    man = "Ivan Koval, a father of three\n\nHe was killed in Kherson on Friday by a shell, officials said."
    assert read(Capture(body=man.encode(), source="r", media_type="text/plain", facts=Facts())).outlet is None
