"""What `import fogline` shows: about eight names, loaded when first used."""

import subprocess
import sys

import pytest

import fogline

NAMES = {"Claim", "Picture", "Report", "brief", "extract", "fuse", "open_ledger", "read"}


def test_all_is_exactly_what_shows():
    assert set(fogline.__all__) == NAMES == set(dir(fogline))


def test_importing_is_cheap():
    told = "import fogline, sys; print(sorted(name for name in sys.modules if name.startswith(('fogline.', 'spacy'))))"
    ended = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "[]"


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_name_is_there_and_says_what_it_is(name):
    assert getattr(fogline, name).__doc__


def test_another_name_is_not():
    with pytest.raises(AttributeError, match="sing"):
        _ = fogline.sing


def test_from_a_text_to_a_brief():
    report = fogline.read(text="Russian forces shelled Nikopol on Friday, the mayor said.", published="2023-03-04")
    reading = fogline.extract(report)
    picture = fogline.fuse([report], reading.claims)
    assert [one.kind for one in picture.developments] == ["shelling"]
    assert fogline.brief(picture, [report], reading.claims).items


def test_from_a_file_and_what_is_no_report(tmp_path):
    from fogline.model.errors import InputError

    (tmp_path / "one.txt").write_text("Shelling hit Orikhiv, officials said.")
    assert fogline.read(tmp_path / "one.txt", outlet="Steppe Wire").outlet == "Steppe Wire"
    (tmp_path / "empty.txt").write_text("")
    for wrong in (tmp_path, tmp_path / "empty.txt", tmp_path / "none.txt"):
        with pytest.raises(InputError):
            fogline.read(wrong)
    with pytest.raises(InputError, match="either"):
        fogline.read()
