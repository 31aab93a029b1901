import pytest

from onrecord.model import Statement
from tests.resolve.build import code


def texts(body: str) -> list[str]:
    return [" ... ".join(span.text for span in statement.spans) for statement in code(body).statements]


def test_statements_come_in_the_order_of_the_text() -> None:
    body = (
        "{q1|The harvest was poor this year}, {m1 UKR GOV|the minister} {c1 by=m1 says=q1|said}. {m2 UKR AGR|A farmer} {c2 by=m2 says=q2|said} "
        "{q2|it had been worse before the war}."
    )
    assert texts(body) == ["The harvest was poor this year", "it had been worse before the war"]


@pytest.mark.parametrize(("quoted", "kept"), [("Never again, ever", 1), ("Never again", 0), ("No", 0)])
def test_a_quoted_word_or_two_is_no_statement(quoted: str, kept: int) -> None:
    assert len(texts(f'"{{q1 direct|{quoted}}}," {{m1 UKR GOV|the minister}} {{c1 by=m1 says=q1|said}}.')) == kept


@pytest.mark.parametrize(("said", "kept"), [("the harvest was poor", 1), ("it was poor", 0)])
def test_a_few_words_of_indirect_speech_are_no_statement(said: str, kept: int) -> None:
    assert len(texts(f"{{m1 UKR GOV|The minister}} {{c1 by=m1 says=q1|said}} {{q1|{said}}}.")) == kept


def test_what_a_verbal_act_is_about_is_no_statement() -> None:
    body = "{m1 UKR GOV|Kyiv} {c1 by=m1 says=q1|{e1 REQUEST/yield actor=m1 recipient=m2|urged}} {m2 RUS GOV|Moscow} {q1|to free the three captured sailors}."
    assert texts(body) == []


def test_a_verbal_act_in_quoted_words_is_a_statement_too() -> None:
    body = '"{q1 direct|We will never hand them over,}" {m1 RUS GOV|Moscow} {c1 by=m1 says=q1|{e1 REJECT/yield actor=m1|vowed}}.'
    assert texts(body) == ["We will never hand them over,"]


def test_a_that_clause_of_a_verbal_act_is_a_statement_too() -> None:
    body = "{m1 RUS GOV|Moscow} {c1 by=m1 says=q1|{e1 ACCUSE/allege actor=m1|complained}} {q1|that the convoy had been held for days}."
    assert texts(body) == ["that the convoy had been held for days"]


def test_a_content_linked_to_a_speaker_by_two_cues_is_one_statement() -> None:
    body = "{m1 UKR GOV|The minister} {c1 by=m1 says=q1|spoke up} and {c2 by=m1 says=q1|said} {q1|the harvest had been poor}."
    assert texts(body) == ["the harvest had been poor"]


def test_a_statement_without_a_speaker_is_kept_without_one() -> None:
    (statement,) = code("It was {c1 says=q1|said} {q1|that the harvest had been poor}.").statements
    assert statement.speaker is None
    assert statement.cue is not None
    assert statement.cue.text == "said"


def test_ids_are_stable_and_tell_statements_apart() -> None:
    body = (
        "{q1|The harvest was poor this year}, {m1 UKR GOV|the minister} {c1 by=m1 says=q1|said}; {q2|the harvest was poor this year}, "
        "{m2 UKR GOV|the minister} {c2 by=m2 says=q2|said}."
    )
    first, second = code(body).statements, code(body).statements
    assert [s.id for s in first] == [s.id for s in second]
    assert len({s.id for s in first}) == 2
    assert all(isinstance(s, Statement) and len(s.id) == 16 for s in first)
