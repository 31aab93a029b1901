"""brat standoff, read back by a strict parser."""

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from onrecord.export.brat import FileNames
from tests.export.samples import FORMULA, STRIKE, TALKS, made, write


@dataclass
class Page:
    text: str
    bound: dict[str, tuple[str, list[tuple[int, int]], str]] = field(default_factory=dict)
    events: dict[str, tuple[str, str, list[tuple[str, str]]]] = field(default_factory=dict)
    relations: list[tuple[str, str, str]] = field(default_factory=list)
    attributes: dict[tuple[str, str], str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)


def parse(folder: Path, name: str) -> Page:
    """A page of standoff; fails on whatever brat would stumble over."""
    page = Page((folder / f"{name}.txt").read_bytes().decode("utf-8"))
    kinds = configured(folder)
    lines = (folder / f"{name}.ann").read_bytes().decode("utf-8").split("\n")
    assert lines.pop() == ""
    ids = [line.split("\t")[0] for line in lines]
    assert len(ids) == len(set(ids))
    for line in lines:
        assert line.splitlines() == [line]
        head, body, *rest = line.split("\t")
        if head[0] == "T":
            kind, _, place = body.partition(" ")
            assert kind in kinds["entities"] | kinds["events"]
            parts = [tuple(map(int, part.split(" "))) for part in place.split(";")]
            assert parts == sorted(parts)
            assert all(0 <= a < b <= len(page.text) for a, b in parts)
            assert [" ".join(page.text[a:b] for a, b in parts)] == rest
            page.bound[head] = (kind, parts, rest[0])
    for line in lines:
        head, body, *rest = line.split("\t")
        if head[0] == "E":
            (kind, trigger), *roles = [tuple(word.split(":")) for word in body.split(" ")]
            assert page.bound[trigger][0] == kind
            for role, target in roles:
                assert re.sub(r"\d+$", "", role) in kinds["roles"]
                assert target in page.bound
            assert len({role for role, _ in roles}) == len(roles)
            page.events[head] = (kind, trigger, roles)
    for line in lines:
        head, body, *rest = line.split("\t")
        if head[0] == "R":
            kind, left, right = body.split(" ")
            assert kind in kinds["relations"]
            assert left.startswith("Arg1:")
            assert right.startswith("Arg2:")
            left, right = left[5:], right[5:]
            assert {left, right} <= page.bound.keys() | page.events.keys()
            page.relations.append((kind, left, right))
        elif head[0] == "A":
            kind, target, value = body.split(" ")
            assert value in kinds[f"values of {kind}"]
            assert target in page.bound.keys() | page.events.keys()
            assert (kind, target) not in page.attributes
            page.attributes[kind, target] = value
        elif head[0] == "#":
            kind, target = body.split(" ")
            assert kind == "AnnotatorNotes"
            page.notes[target] = rest[0]
        else:
            assert head[0] in "TE"
    return page


def configured(folder: Path) -> dict[str, set[str]]:
    kinds: dict[str, set[str]] = {"roles": set()}
    section = ""
    for line in (folder / "annotation.conf").read_text("utf-8").splitlines():
        if line.startswith("["):
            section = line[1:-1]
            kinds[section] = set()
        elif line:
            name, _, rest = line.partition("\t")
            assert re.fullmatch(r"[A-Za-z0-9_-]+", name)
            kinds[section].add(name)
            if section == "events":
                kinds["roles"] |= {re.sub(r"[*?+]$", "", part.split(":")[0].strip()) for part in rest.split(",")}
            if section == "attributes":
                kinds[f"values of {name}"] = set(rest.split("Value:")[1].split("|"))
    assert {"entities", "relations", "events", "attributes"} <= kinds.keys()
    return kinds


def test_events_with_their_parties_and_words(tmp_path: Path) -> None:
    page = parse(write("brat", tmp_path, [made(STRIKE, id="strike")]), "strike")
    assert page.text == made(STRIKE).report.text
    strike = next(e for e, (_, trigger, _) in page.events.items() if page.bound[trigger][2] == "struck")
    words = {role: page.bound[target][2] for role, target in page.events[strike][2]}
    assert words == {
        "Actor": "Russian forces", "Actor2": "Belarusian pilots", "Recipient": "a power plant", "Place": "Kharkiv", "Date": "on Monday",
        "Killed": "killing two and wounding three", "Injured": "killing two and wounding three", "Source": "Ukrinform", "Source2": "the mayor",
    }  # fmt: skip
    assert page.attributes["Factuality", strike] == "asserted"
    assert page.attributes["Mode", strike] == "aerial"
    assert "killed: exact 2" in page.notes[strike]
    actor = dict(page.events[strike][2])["Actor"]
    assert (page.attributes["Country", actor], page.attributes["Sector", actor]) == ("RUS", "MIL")
    denied = next(e for e in page.events if page.attributes["Factuality", e] == "denied")
    party = dict(page.events[denied][2])["Actor"]
    assert page.bound[party][2] == "it"
    assert [page.bound[right][2] for kind, left, right in page.relations if kind == "NamedBy" and left == party] == [
        "Moscow"
    ]
    assert any(kind == "Furniture" for kind, _, _ in page.bound.values())


def test_statements_have_speaker_and_cue(tmp_path: Path) -> None:
    body = "{m1 FRA JRN|AFP} {c1 by=m1 says=q1|reported}: {q1|“{m2 KEN GOV|The minister} {c2 by=m2 says=q2|said} {q2|that roads would be built again}”}."
    page = parse(write("brat", tmp_path, [made(body, id="x")]), "x")
    content = next(
        t for t, (kind, _, text) in page.bound.items() if kind == "Content" and text.startswith("that roads")
    )
    assert {(kind, page.bound[right][2]) for kind, left, right in page.relations if left == content} == {
        ("SaidBy", "The minister"), ("Cue", "said"), ("Via", "AFP"),
    }  # fmt: skip


def test_a_further_trigger_is_the_same_event(tmp_path: Path) -> None:
    body = "{m1 RUS MIL|Russia} {e1 ASSAULT/aerial actor=m1|struck} Kyiv. {e1|The strike} came at dawn."
    coding = made(body, id="x")
    assert coding.records[0].mentions
    page = parse(write("brat", tmp_path, [coding]), "x")
    assert [kind for kind, _, _ in page.relations] == ["Same"]


@pytest.mark.parametrize("gap", ["\n", "\r\n", "\n\n", "\t", "\u2028", "\x85", "\x0b", "\n \n"])
def test_a_span_over_a_line_break_has_fragments(tmp_path: Path, gap: str) -> None:
    from onrecord.model import Coding, Participant, Record, Report, Span  # noqa: PLC0415

    text = f"The army{gap}of Mali 🙂 attacked{gap}them."
    end = text.index(" 🙂")
    start = text.index("attacked")
    party = Participant((Span.of(text, 0, end),), "The army of Mali", "MLI", "MIL")
    record = Record(
        "r1", "ASSAULT", None, "190", Span.of(text, start, start + 8), (), (party,), (), None, None, "asserted", (), (), None, None,
        Span.of(text, 0, len(text)), 0.9,
    )  # fmt: skip
    page = parse(write("brat", tmp_path, [Coding(Report("x", text), (record,))]), "x")
    assert page.text == text
    (parts,) = [parts for kind, parts, _ in page.bound.values() if kind == "Party"]
    assert len(parts) == (3 if " " in gap else 2)
    assert page.bound[page.events["E1"][1]][2] == "attacked"


@pytest.mark.parametrize(
    "identifier", ["../../etc/passwd", "/tmp/x", "..", "", "a/b\\c:d*e?\x00", "x" * 5000, "con\nfig", "é🙂"]
)
def test_no_id_leaves_the_folder(tmp_path: Path, identifier: str) -> None:
    folder = write("brat", tmp_path, [made(TALKS, id=identifier)])
    names = sorted(path.name for path in folder.iterdir())
    assert len(names) == 3
    assert all(re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9._-]*", name) for name in names)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.folder", "out.folder.dictionary.csv"]


def test_every_report_has_its_own_files() -> None:
    names = FileNames()
    found = [names.of(identifier) for identifier in ["a", "A", "a", "a!", "a?", "report", "", "a"]]
    assert len({name.casefold() for name in found}) == len(found)


def test_hostile_text_stays_on_its_line(tmp_path: Path) -> None:
    parse(write("brat", tmp_path, [made(FORMULA, id="f")]), "f")
