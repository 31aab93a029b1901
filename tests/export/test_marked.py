"""Codings as passages: read by the project's reader, and coded again they say the same."""

from dataclasses import replace
from pathlib import Path

import pandas
import pytest

from onrecord.codebook import load_codebook
from onrecord.export import FORMATS, Selection, export
from onrecord.export.marked import passage
from onrecord.markup import Passage, read_passages
from onrecord.model import Coding, Participant, Record, Source, Span
from tests.conftest import ROOT
from tests.export.samples import STRIKE, TALKS, all_codings, made, write
from tests.resolve.build import code, code_passage


def passages(tmp_path: Path, *codings: Coding) -> list[Passage]:
    return list(read_passages(write("markup", tmp_path, codings), load_codebook()))


def notes(tmp_path: Path) -> list[tuple[str, str]]:
    rows = pandas.read_csv(tmp_path / "out.txt.notes.csv", keep_default_na=False)
    return list(zip(rows["what"], rows["why"], strict=True))


def told(record: Record) -> dict[str, object]:
    """What a record says, without offsets, which blanks may move."""
    return {
        "category": (record.category, record.mode, record.factuality),
        "words": (record.trigger.text, [s.text for s in record.mentions], [s.text for s in record.factuality_spans]),
        "actors": [(p.name, p.country, p.sector) for p in record.actors],
        "recipients": [(p.name, p.country, p.sector) for p in record.recipients],
        "sources": [(s.participant.name, s.cue.text if s.cue else None) for s in record.sources],
        "date": (record.date.start, record.date.end) if record.date else None,
        "place": record.place.name if record.place else None,
        "counts": [(c.value, c.bound) for c in (record.killed, record.injured) if c],
    }


@pytest.mark.parametrize(
    "body",
    [
        STRIKE,
        TALKS,
        "{m1 BLR COP|Prison guards} are {c1 by=m2 says=q1|said by} {m2 NGO NGO|a rights group} {q1|to have {e1 ASSAULT/torture actor=m1 recipient=m3|tortured} {m3 BLR EDU|detained students}}.",
        "{m1 ISR MIL|Bulldozers of the Israeli army} {e1 ASSAULT/destroy actor=m1 recipient=m2 at=m2|demolished} three houses in {m2 PSE CVL|Hebron}.",
        "{m1 IRN GOV|Tehran} {c1 by=m1 says=q1|{e1 ACCUSE/allege actor=m1 recipient=m2|accused}} {m2 ISR GOV|Israel} {q1|of {e2 ASSAULT/targeted actor=m2 recipient=m3|killing} {m3 IRN EDU|a scientist}}.",
        "{m1 KEN COP|Police} {e1 ASSAULT/firearms actor=m1 recipient=m2|shot at} {m2 KEN CVL|{k1 of=e1 killed>=10|at least ten} people}.".replace(
            "killed>=10", "killed=>=10"
        ),
        "“{q1 direct|We shall not leave this house},” {c1 by=m1 says=q1|said} {m1 ITA GOV|the mayor}, “{q1|until the law is changed}.”",
    ],
)
def test_a_coding_marked_and_coded_again_says_the_same(tmp_path: Path, body: str) -> None:
    coding = code(body)
    (found,) = passages(tmp_path, coding)
    again = code_passage(found)
    assert [told(record) for record in again.records] == [told(record) for record in coding.records]
    assert [(s.kind, [p.text for p in s.spans]) for s in again.statements] == [
        (s.kind, [p.text for p in s.spans]) for s in coding.statements
    ]
    assert [span.text for span in again.furniture] == [span.text for span in coding.furniture]


def test_the_corpus_survives(tmp_path: Path) -> None:
    """Passages of our own, coded, marked and coded again: every record is found, and nearly all of their values."""
    files = [ROOT / "corpus" / name for name in ("reports-01.txt", "sources-01.txt")]
    codings = [code_passage(found) for path in files for found in read_passages(path, load_codebook())]
    again = {found.id: code_passage(found) for found in passages(tmp_path, *codings)}
    assert len(again) == len(codings) > 40
    values = same = 0
    for coding in codings:
        records = list(again[coding.report.id].records)
        assert [r.trigger.text for r in records] == [r.trigger.text for r in coding.records]
        for left, right in zip(coding.records, records, strict=True):
            values += len(told(left))
            same += sum(told(left)[name] == told(right)[name] for name in told(left))
    assert same / values > 0.98


def test_a_passage_reads_like_one_written_by_hand() -> None:
    coding = code(
        "{m1 UKR COP|Police} {e1 COERCE/arrest actor=m1 recipient=m2 at=p1 on=d1|arrested} {m2 UKR CVL|him} in {p1 UKR|Lviv} {d1 2023-03-08|on Wednesday}."
    )
    assert passage(coding, load_codebook(), []) == (
        "{m1 UKR COP|Police} {e1 COERCE/arrest actor=m1 recipient=m2 at=p1 on=d1|arrested} {m2 UKR CVL|him} in {p1 UKR|Lviv} {d1 2023-03-08|on Wednesday}."
    )


def test_a_report_without_a_day_is_left_out_with_a_note(tmp_path: Path) -> None:
    coding = code(TALKS, published=None)
    tally = export([coding, made(TALKS, id="b")], FORMATS["markup"], tmp_path / "out.txt")
    assert (tally.rows, tally.records) == (1, 1)
    assert [found.id for found in read_passages(tmp_path / "out.txt", load_codebook())] == ["b"]
    assert notes(tmp_path) == [("report", "it has no day of publication, which a passage needs")]


def test_signs_of_the_markup_do_no_harm(tmp_path: Path) -> None:
    coding = code("Police arrested him.")
    text = "## {m1 RUS MIL|x}\n~\n## z 2020-01-01\nThe  army\tattacked , he said |"
    start = text.index("army\tattacked")
    party = Participant((Span.of(text, start, start + 4),), "army", "MLI", "MIL")
    record = Record(
        "r1", "ASSAULT", None, "190", Span.of(text, start + 5, start + 13), (), (party,), (), None, None, "asserted", (), (), None, None,
        Span.of(text, 0, len(text)), 0.9,
    )  # fmt: skip
    coding = replace(coding, report=replace(coding.report, text=text, id="a b\n## c"), records=(record,))
    (found,) = passages(
        tmp_path,
        coding,
    )
    assert found.id == "a-b-##-c"
    assert found.text.endswith("The army attacked, he said /")
    assert {found.text[a:b] for mark in found.marks.values() for a, b in mark.parts} == {"army", "attacked"}
    assert {what for what, _ in notes(tmp_path)} >= {"the sign '{'", "the sign '|'", "the sign '#'"}


def test_ids_are_unique_in_a_file(tmp_path: Path) -> None:
    found = passages(tmp_path, *(made(TALKS, id=name) for name in ["a b", "a-b", "a b", "", "report"]))
    assert len({p.id for p in found}) == 5


def crossing() -> Coding:
    """A record whose parties cross the trigger, as a hand that corrects a file may leave it."""
    coding = code("{m1 KEN COP|Police} {e1 COERCE/arrest actor=m1 recipient=m2|arrested} {m2 KEN CVL|ten students}.")
    record, text = coding.records[0], coding.report.text
    wide = replace(record.recipients[0], spans=(Span.of(text, 10, 26),), name="x")
    return replace(coding, records=(replace(record, recipients=(wide,)),))


def test_what_crosses_is_left_out_with_a_note(tmp_path: Path) -> None:
    (found,) = passages(tmp_path, crossing())
    (event,) = found.of_kind("e")
    assert event.words == ("COERCE/arrest",)
    assert "recipient" not in event.attributes
    assert [found.text[a:b] for m in found.of_kind("m") for a, b in m.parts] == ["Police"]
    assert any(why == "it crosses another mark" for _, why in notes(tmp_path))


def test_a_record_without_words_of_certainty_is_left_out_with_a_note(tmp_path: Path) -> None:
    coding = code("{m1 KEN COP|Police} {n1 of=e1|may} {e1 COERCE/arrest actor=m1 is=possible|arrest} them.")
    coding = replace(coding, records=(replace(coding.records[0], factuality_spans=()),))
    (found,) = passages(tmp_path, coding)
    assert found.of_kind("e") == []
    assert any("less than asserted" in why for _, why in notes(tmp_path))


def test_what_a_cue_says_is_marked_from_the_record_where_no_statement_has_it(tmp_path: Path) -> None:
    coding = code(
        "{m1 KEN CVL|Witnesses} {c1 by=m1 says=q1|saw} {q1|{m2 KEN COP|police} {e1 ASSAULT/beat actor=m2 recipient=m3|beat} {m3 KEN EDU|students}}."
    )
    coding = replace(coding, statements=())
    (found,) = passages(tmp_path, coding)
    (content,) = found.of_kind("q")
    assert [found.text[a:b] for a, b in content.parts] == ["police beat students"]
    assert [s.participant.name for s in code_passage(found).records[0].sources] == ["Witnesses"]
    assert any("not on record" in why for _, why in notes(tmp_path))


def test_a_source_without_words_is_noted(tmp_path: Path) -> None:
    coding = code(TALKS)
    record = replace(coding.records[0], sources=(Source(coding.records[0].actors[0], None),))
    passages(tmp_path, replace(coding, records=(record,)))
    assert any(why == "no words attribute it" for _, why in notes(tmp_path))


def test_names_that_lead_in_a_circle_end(tmp_path: Path) -> None:
    coding = code("{m1 KEN COP|Police} {e1 COERCE/arrest actor=m1 recipient=m2|arrested} {m2 KEN COP|officers}.")
    record = coding.records[0]
    left, right = record.actors[0].spans[0], record.recipients[0].spans[0]
    record = replace(
        record,
        actors=(replace(record.actors[0], spans=(left, right)),),
        recipients=(replace(record.recipients[0], spans=(right, left)),),
    )
    (found,) = passages(tmp_path, replace(coding, records=(record,)))
    assert sum(mark.same_as is not None for mark in found.of_kind("m")) == 1


def test_unknown_codes_are_hyphens(tmp_path: Path) -> None:
    coding = code(TALKS)
    odd = replace(coding.records[0].actors[0], country="x|y", sector="NONE}")
    (found,) = passages(
        tmp_path, replace(coding, records=(replace(coding.records[0], actors=(odd, *coding.records[0].actors[1:])),))
    )
    assert found.marks["m1"].words == ("-", "-")


def test_every_sample_is_a_passage(tmp_path: Path) -> None:
    assert len(passages(tmp_path, *all_codings())) == len(all_codings())


def test_options_choose_whole_reports(tmp_path: Path) -> None:
    path = write("markup", tmp_path, selection=Selection(factuality=frozenset({"denied"})))
    (found,) = read_passages(path, load_codebook())
    assert found.id == "strike"
    assert len(found.of_kind("e")) == 2
