from importlib import resources

import pytest

from onrecord.errors import KnowledgeError
from onrecord.link.settings import load_settings, parse_settings

FOLDER = resources.files("onrecord.link")
WEIGHTS, WORDS = FOLDER.joinpath("weights.yaml").read_text(), FOLDER.joinpath("words.yaml").read_text()


def parse(old: str, new: str):
    assert old in WEIGHTS
    return parse_settings(WEIGHTS.replace(old, new, 1).encode(), WORDS.encode())


def test_the_files_that_ship_are_sound() -> None:
    settings = load_settings()
    assert settings.window("no such category") == settings.windows["default"]
    assert settings.threshold > settings.veto


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("  same_day: 1.0", "  same_day: soon", "date.same_day is 'soon'"),
        ("  same_day: 1.0", "", "date: the entries are not exactly"),
        ("start: -2.6", "begin: -2.6", "the entries are not exactly"),
        ("  ASSAULT:    {gap", "  ATTACK:    {gap", "no category ATTACK"),
        ("[ASSAULT, COERCE, -1.2]", "[ASSAULT, COERCION, -1.2]", "COERCION"),
        ("[ASSAULT, COERCE, -1.2]", "[ASSAULT, COERCE]", "is no pair of categories with points"),
        ("[arrest, convict, abduct]", "[arrest, convict, kidnap]", "kidnap"),
        ("  - [JUD]", "  - [JUD, GOV]", "GOV stands in two sets"),
        ("permutations: 63", "permutations: 64", "no multiple of rows"),
        ("jaccard: 0.45", "jaccard: 45", "lie above 0 and up to 1"),
        ("no_country: [IGO", "no_country: [UNO, IGO", "UNO"),
        ("start: -2.6", "start: [", "is no YAML"),
    ],
)
def test_a_wrong_entry_is_named(old: str, new: str, told: str) -> None:
    with pytest.raises(KnowledgeError, match=r"link/weights\.yaml") as fault:
        parse(old, new)
    assert told in str(fault.value)
