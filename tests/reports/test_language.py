"""Which language a text is in: what is not English is found, kept and counted, never misread."""

import pytest

from fogline.claims.extract import extract
from fogline.model.report import Capture, Facts, Report, SectionKind
from fogline.reports.language import language, other_language
from fogline.reports.read import read

UKRAINIAN = "Російські війська обстріляли Сіверськ, загинули четверо людей, повідомив голова області."
RUSSIAN = "Российские войска обстреляли Северск, погибли четыре человека, сообщил глава области."
SPANISH = (
    "El ejército confirmó el martes que dos soldados murieron en un ataque contra la base, y que los rebeldes se "
    "retiraron de la ciudad tras tres días de combates."
)
TRANSLITERATED = (
    "Rossiyskiye voyska obstrelyali Siversk, pogibli chetyre cheloveka, soobshchil glava oblasti. "
    "Viyska vidbyly ataky, zayavyly u shtabi."
)
ENGLISH = "Shelling of Siversk killed four people on Friday, the regional governor said."


def report_of(text: str, lang: str | None = None) -> Report:
    return read(Capture(body=text.encode(), source="r.txt", media_type="text/plain", facts=Facts(lang=lang)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (UKRAINIAN, "uk"),
        (RUSSIAN, "ru"),
        (SPANISH, "es"),
        ("Обстріл Нікополя", "uk"),
        ("L'armée a annoncé mardi que deux soldats avaient été tués dans l'attaque d'une base près de Gao.", "fr"),
        ("قال الجيش إن جنديين قتلا في هجوم على قاعدة قرب المدينة يوم الثلاثاء.", "ar"),
        ("军方周二证实,两名士兵在袭击中丧生,另有三人受伤。", "zh"),
        (TRANSLITERATED, None),
        (ENGLISH, "en"),
        (ENGLISH.upper(), "en"),
        ("KYIV", None),
    ],
)
def test_language(text: str, expected: str | None) -> None:
    assert language(text) == expected


def test_no_feed_makes_english_of_cyrillic() -> None:
    assert language("Обстріл Нікополя: двоє поранених", "en") == "uk"
    assert language("Strike on Odesa port", "en-GB") == "en"
    assert language("Obstril Nikopolya: dvoye poranenykh", "uk") == "uk"


@pytest.mark.parametrize("text", [UKRAINIAN, RUSSIAN, SPANISH, TRANSLITERATED, "Вибух. " * 30])
def test_what_is_not_english_is_kept_and_never_misread(text: str) -> None:
    report = report_of(text)
    reading = extract(report)
    assert report.text == text
    assert reading.unread
    layers = (reading.claims, reading.places, reading.figures, reading.times, reading.attributions)
    assert not any(layers)


@pytest.mark.parametrize("other", [UKRAINIAN, RUSSIAN, SPANISH])
def test_a_paragraph_in_another_language_is_left_out_and_said(other: str) -> None:
    text = f"{ENGLISH}\n\n{other}\n\nThe army denied it. Two bridges were destroyed in Lyman, police said."
    report = report_of(text)
    reading = extract(report)
    start = text.index(other)
    unread = [section for section in report.sections if section.kind is SectionKind.UNREAD]
    assert [(section.start, section.end) for section in unread] == [(start, start + len(other))]
    assert reading.unread == "1 passage in another language not read"
    assert reading.claims
    assert not [one for one in (*reading.claims, *reading.places) if start <= one.start < start + len(other)]


def test_names_and_lists_are_no_other_language() -> None:
    assert other_language("Killed: Major Petro Kovalenko, 41; Captain Iryna Shevchuk, 33.") is None
    assert other_language("“Вибачте”, he said, and the two soldiers of the unit went on to the checkpoint.") is None


def test_short_english_lines_are_read() -> None:
    assert extract(report_of("Blast hits market in Nikopol, killing 3")).unread is None
