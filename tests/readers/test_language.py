"""Which language a text is in, and that short, odd or listed words are not taken for another one."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest
import yaml

from onrecord.errors import KnowledgeError
from onrecord.readers import from_text
from onrecord.readers.language import language_of, parse_languages

DATA = resources.files("onrecord.readers").joinpath("languages.yaml").read_text(encoding="utf-8")
SAMPLES: dict[str, str] = yaml.safe_load((Path(__file__).parent / "samples.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("code", sorted(SAMPLES))
def test_other_languages_are_named_and_the_text_is_kept(code: str) -> None:
    verdict = language_of(SAMPLES[code])
    assert (verdict.code, verdict.foreign) == (code, True)
    report = from_text(SAMPLES[code])
    assert report.language == code
    assert report.text == SAMPLES[code]
    assert "not-english" in [issue.code for issue in report.issues]


@pytest.mark.parametrize(
    "text",
    [
        "KYIV - Russian forces shelled the town of Enerhodar at dawn, the Ukrainian company that runs the plant said.",
        "Protesters marched in Lagos and Abuja on Sunday. Police fired tear gas, arresting at least 40. Organisers vow "
        "to return.",
        "The party \"La France insoumise\" and its leader, Jean-Luc Mélenchon, of Les Écologistes and the "
        "Rassemblement national, called on Élysée officials to publish \"le rapport sur les violences\" "
        "by the end of the week, Le "
        "Monde said.",
        "President Xi Jinping (习近平) met the Russian foreign minister in Beijing on Tuesday, the agency (新华) said.",
    ],
)  # fmt: skip
def test_english_news(text: str) -> None:
    verdict = language_of(text)
    assert (verdict.code, verdict.foreign) == ("en", False)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Bonjour",
        "12 34 56",
        "Le maire de la ville",
        "Obama Merkel Sarkozy Putin Blair " * 6,
        "北京",
        "Протест в Минске",
    ],
)
def test_too_short_or_odd_to_tell(text: str) -> None:
    verdict = language_of(text)
    assert (verdict.code, verdict.foreign) == (None, False)


def test_a_language_of_no_list_is_not_coded_either() -> None:
    swahili = (
        "Rais alisema Jumatatu kwamba jeshi limeondoka mjini baada ya usiku wa mapigano na kwamba meya ambaye "
        "alijeruhiwa amepelekwa hospitalini katika mji mkuu na waokoaji wakati watu wengi wakikimbia "
        "makazi yao kuelekea mpakani. "
    ) * 3
    verdict = language_of(swahili)
    assert (verdict.code, verdict.foreign) == (None, True)
    message = next(issue.message for issue in from_text(swahili).issues if issue.code == "not-english")
    assert "does not seem to be in English" in message


def test_a_long_text_costs_no_more_than_a_short_one() -> None:
    assert language_of(SAMPLES["fr"] * 20_000).code == "fr"


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("  fr:\n", "  french:\n", "no code of two letters"),
        ("name: French", "label: French", r"languages\.yaml:\d+: fr does not hold exactly name and words"),
        ("[le, la,", "[le, yes,", "fr holds something that is no word"),
        ("[0x0E00, 0x0E7F]", "[0x0E00]", "no pair of code points"),
        ("[0x0E00, 0x0E7F]", "[0x3000, 0x3050]", "overlap"),
        ("scripts:", "script:", "exactly words and scripts"),
        ("words:", "words: [", "no YAML"),
    ],
)
def test_slips_in_the_word_lists_are_named(old: str, new: str, complaint: str) -> None:
    assert old in DATA
    with pytest.raises(KnowledgeError, match=complaint):
        parse_languages(DATA.replace(old, new, 1).encode())
