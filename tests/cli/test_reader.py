"""The reader's language is found before a command is parsed."""

import pytest

from probant.cli.reader import language_tag, languages
from probant.errors import UnknownName


@pytest.fixture(autouse=True)
def nowhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def french(tmp_path):
    folder = tmp_path / "boutique"
    (folder / "exports").mkdir(parents=True)
    (folder / "probant.toml").write_text('[project]\nlanguage = "fr"\n', encoding="utf-8")
    return folder


def test_english_and_french_are_there():
    assert {"en", "fr"} <= languages()


def test_the_project_goes_before_the_environment(french):
    for words in (["data", "--project", str(french)], ["-p", str(french / "exports"), "data"]):
        assert language_tag(words, {"PROBANT_LANG": "en", "LANG": "en_GB"}) == "fr"


def test_the_project_at_or_above_this_folder_counts(french, monkeypatch):
    monkeypatch.chdir(french / "exports")
    assert language_tag(["data"], {}) == "fr"


@pytest.mark.parametrize(
    ("environment", "tag"),
    [
        ({"PROBANT_LANG": "fr", "LC_ALL": "en_GB.UTF-8"}, "fr"),
        ({"LC_ALL": "fr_CA.UTF-8", "LANG": "en_GB.UTF-8"}, "fr"),
        ({"LANG": "fr-FR"}, "fr"),
        ({"LC_ALL": "de_DE", "LANG": "fr_FR"}, "fr"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_without_a_project_the_environment_decides(environment, tag):
    assert language_tag(["data"], environment) == tag


@pytest.mark.parametrize("text", ["[project", "[project]\nlanguage = 3\n", '[project]\nlanguage = "de"\n', "\0"])
def test_a_project_file_that_cannot_be_read_says_nothing_here(french, text):
    (french / "probant.toml").write_text(text, encoding="utf-8")
    assert language_tag(["data", "-p", str(french)], {"LANG": "fr_FR"}) == "fr"
    assert language_tag(["data", "-p", str(french)], {}) == "en"


def test_a_language_without_catalogue_names_those_that_there_are():
    with pytest.raises(UnknownName, match="choose one of: en, fr"):
        language_tag(["data", "--lang", "xx"], {})
