import pytest

from onrecord.model import Content, Cue, Mention, Span, Statement, Tagging
from onrecord.resolve.sources import Sources, kind
from onrecord.resolve.who import Who
from tests.resolve.build import code, only, resources


def chain(body: str, number: int = 0) -> list[str]:
    return [source.participant.name for source in code(body).records[number].sources]


def statements(body: str) -> list[tuple[str | None, list[str], list[str]]]:
    """Speaker, through whom, and the words of each statement."""
    return [
        (s.speaker.name if s.speaker else None, [v.participant.name for v in s.via], [span.text for span in s.spans])
        for s in code(body).statements
    ]


def test_no_source_where_the_report_says_it_itself() -> None:
    assert chain("{m1 RUS MIL|Russian forces} {e1 ASSAULT actor=m1|shelled} the town.") == []


def test_a_deed_inside_speech_has_the_speaker_with_the_cue() -> None:
    record = only(
        code(
            "{q1|{m1 RUS MIL|Russian forces} {e1 ASSAULT actor=m1|shelled} the town}, {m2 UKR GOV|the mayor} {c1 by=m2 says=q1|said}."
        )
    )
    assert [(s.participant.name, s.cue.text if s.cue else None) for s in record.sources] == [("the mayor", "said")]


def test_nested_contents_are_a_chain_outermost_first() -> None:
    body = (
        "{m1 UKR JRN|Ukrinform} {c1 by=m1 says=q1|wrote}, {c2 by=m2 says=q2|citing} {m2 UKR GOV|the mayor}, "
        "{q1|that {q2|{m3 RUS MIL|Russian forces} had {e1 ASSAULT actor=m3|shelled} the town again}}."
    )
    assert chain(body) == ["Ukrinform", "the mayor"]


def test_three_links() -> None:
    body = (
        "{m1 GBR JRN|The Times} {c1 by=m1 says=q1|reported} {q1|that {m2 UKR JRN|Ukrinform} had {c2 by=m2 says=q2|quoted} {m3 UKR GOV|a deputy} "
        "{c3 by=m3 says=q3|as saying} {q2|that {q3|{m4 RUS MIL|soldiers} {e1 ASSAULT actor=m4|shelled} it}}}."
    )
    assert chain(body) == ["The Times", "Ukrinform", "a deputy"]


@pytest.mark.parametrize("order", ["c1 by=m2,m3 says=q1", "c1 by=m3,m2 says=q1"])
def test_the_medium_that_was_told_stands_outside_the_one_who_told_it(order: str) -> None:
    body = f"{{q1|{{m1 RUS MIL|Soldiers}} {{e1 ASSAULT actor=m1|shelled}} the town}}, {{m2 UKR CVL|a farmer}} {{{order}|told}} {{m3 INT JRN|Reuters}}."
    assert chain(body) == ["Reuters", "a farmer"]
    assert statements(body)[0][:2] == ("a farmer", ["Reuters"])


def test_hearsay_without_a_speaker_gives_no_link() -> None:
    assert (
        chain("{q1|{m1 MLI MIL|Generals} had {c1 says=q1|reportedly} {e1 COERCE/seize actor=m1|seized} the palace}.")
        == []
    )


def test_the_speaker_of_a_verbal_act_is_no_source_of_it() -> None:
    body = "{m1 FRA GOV|Paris} {c1 by=m1 says=q1|said} {q1|{m2 =m1|it} would {e1 CONCEDE actor=m2|withdraw} from the valley}."
    assert chain(body) == []


def test_who_reports_a_verbal_act_is_a_source_of_it() -> None:
    body = "{q1|{m1 KWT GOV|Kuwait} {e1 SUPPORT actor=m1 recipient=m2|praised} {m2 OMN GOV|Oman}}, {m3 KWT JRN|the agency KUNA} {c1 by=m3 says=q1|reported}."
    assert chain(body) == ["the agency KUNA"]


def test_who_binds_another_by_name_is_a_source() -> None:
    body = "{q1|{m1 FRA GOV|France} will {e1 CONCEDE actor=m1|withdraw} its troops}, {m2 FRA GOV|Defence Minister Luc Orion} {c1 by=m2 says=q1|said}."
    assert chain(body) == ["Defence Minister Luc Orion"]


def test_a_denied_verbal_act_keeps_its_speaker_as_source() -> None:
    body = "{m1 FRA GOV|Paris} {c1 by=m1 says=q1 also=e1|denied} {q1|that {m2 =m1|it} had {e1 THREATEN actor=m2 is=denied|threatened} anybody}."
    assert chain(body) == ["Paris"]


def test_a_party_is_not_listed_twice_in_a_row() -> None:
    body = (
        "{m1 FRA GOV|The minister} {c1 by=m1 says=q1|said} {q1|that {m2 =m1|he} had {c2 by=m2 says=q2|told} the house "
        "{q2|that {m3 MLI MIL|troops} {e1 ASSAULT actor=m3|shelled} the camp}}."
    )
    assert chain(body) == ["The minister"]


def test_the_denying_source_replaces_the_asserting_one_in_the_second_record() -> None:
    coding = code(
        "{q1|{m1 SDN MIL|The army} {e2 ASSAULT actor=m1 is=denied under=c2|{e1 ASSAULT actor=m1|shelled}} the town}, {m2 SDN CVL|residents} "
        "{c1 by=m2 says=q1|said}; {m3 SDN GOV|the government} {c2 by=m3 says=q2|denied} {q2|this charge}."
    )
    assert [(r.factuality, [s.participant.name for s in r.sources]) for r in coding.records] == [
        ("asserted", ["residents"]),
        ("denied", ["the government"]),
    ]
    assert [span.text for span in coding.records[1].factuality_spans] == ["denied"]
    assert coding.records[0].trigger == coding.records[1].trigger
    assert coding.records[0].id != coding.records[1].id


def test_a_denial_that_is_linked_to_the_very_content_that_it_denies() -> None:
    coding = code(
        "{q1|{m1 SDN MIL|The army} {e2 ASSAULT actor=m1 is=denied under=c2|{e1 ASSAULT actor=m1|shelled}} the town}, {m2 SDN CVL|residents} "
        "{c1 by=m2 says=q1|said}. {m3 SDN GOV|The government} {c2 by=m3 says=q1|denied} it."
    )
    assert [(r.factuality, [s.participant.name for s in r.sources]) for r in coding.records] == [
        ("asserted", ["residents"]),
        ("denied", ["The government"]),
    ]


def test_a_statement_has_its_speaker_and_who_passes_it_on() -> None:
    body = (
        "{m1 UKR JRN|Ukrinform} {c1 by=m1 says=q1|wrote}, {c2 by=m2 says=q2|citing} {m2 UKR GOV|the mayor}, "
        "{q1|that {q2|the town had been without any power since Monday}}."
    )
    assert statements(body) == [
        ("Ukrinform", [], ["that the town had been without any power since Monday"]),
        ("the mayor", ["Ukrinform"], ["the town had been without any power since Monday"]),
    ]


def test_joint_speakers_do_not_pass_each_other_on() -> None:
    body = "{m1 GBR GOV|Britain} and {m2 MUS GOV|Mauritius} {c1 by=m1,m2 says=q1|said} {q1|that the islands would change hands next year}."
    assert all(not via for _, via, _ in statements(body))


def test_the_halves_of_a_quotation_that_the_cue_interrupts_are_one_statement() -> None:
    body = '"{q1 direct|We shall not forget}," {m1 POL GOV|the minister} {c1 by=m1 says=q1|said}, "{q1|what was done here}."'
    assert statements(body) == [("the minister", [], ["We shall not forget", "what was done here"])]


def test_two_sentences_around_a_cue_are_two_statements() -> None:
    body = '"{q1 direct|We shall not forget.}" {m1 POL GOV|The minister} {c1 by=m1 says=q1,q2|said}. "{q2 direct|Nor shall we forgive them.}"'
    assert [words for _, _, words in statements(body)] == [["We shall not forget."], ["Nor shall we forgive them."]]


def test_page_furniture_in_a_quotation_does_not_split_the_statement() -> None:
    body = '{m1 POL GOV|The minister} {c1 by=m1 says=q1|said}: "{q1 direct|We shall not forget} ~ {x|Advertisement} ~ {q1|what was done here}."'
    assert [words for _, _, words in statements(body)] == [["We shall not forget", "what was done here"]]


@pytest.mark.parametrize(
    ("text", "content", "expected"),
    [
        ('"We are done here," he said.', "We are done here,", "direct"),
        ("\u201cWe are done here,\u201d he said.", "We are done here", "direct"),
        ("\u00abWe are done here\u00bb, he said.", "We are done here", "direct"),
        ("\u2018We are done here,\u2019 he said.", "We are done here,", "direct"),
        ("He said that they were done here.", "that they were done here", "indirect"),
        ('He said they were "done" here.', 'they were "done" here', "mixed"),
        ("He said they weren't done here.", "they weren't done here", "indirect"),
        ("He said it was Ana\u2019s house.", "it was Ana\u2019s house", "indirect"),
        ('"We are done here and\n\n"We go', "We are done here and", "direct"),
    ],
)
def test_kinds_of_statement(text: str, content: str, expected: str) -> None:
    start = text.index(content)
    assert kind(text, Content((Span.of(text, start, start + len(content)),))) == expected


def test_single_quotation_marks_inside_make_it_mixed() -> None:
    text = "He said that \u2018the problem starts at the top\u2019."
    assert kind(text, Content((Span.of(text, 8, len(text) - 1),))) == "mixed"


def sources(tagging: Tagging) -> Sources:
    who = Who(tagging, resources().knowledge, resources().words, None)
    return Sources(tagging, who, resources().words.media)


def test_a_cue_never_stands_in_its_own_content() -> None:
    text = "He said he said so."
    span = Span.of(text, 0, len(text))
    tagging = Tagging(
        text,
        (Mention(Span.of(text, 0, 2)),),
        cues=(Cue(Span.of(text, 3, 7), (0,), (0,)),),
        contents=(Content((span,)),),
    )
    assert sources(tagging).chain(tagging.cues[0].span, None) == []


def test_contents_that_two_cues_share_end_and_keep_the_order_of_the_text() -> None:
    text = "A says B says it rained all day"
    content = Content((Span.of(text, 14, len(text)),))
    tagging = Tagging(
        text,
        (Mention(Span.of(text, 0, 1)), Mention(Span.of(text, 7, 8))),
        cues=(Cue(Span.of(text, 2, 6), (0,), (0,)), Cue(Span.of(text, 9, 13), (1,), (1,))),
        contents=(content, content),
    )
    found: list[Statement] = [statement for _, statement in sources(tagging).statements(None)]
    assert [(s.speaker.name if s.speaker else "", [v.participant.name for v in s.via]) for s in found] == [
        ("A", []),
        ("B", ["A"]),
    ]
    assert [s.participant.name for s in sources(tagging).chain(Span.of(text, 17, 23), None)] == ["A", "B"]
