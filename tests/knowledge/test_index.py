"""The index of names gives what the files give, and only where it was made of them."""

from pathlib import Path

import pytest

import onrecord.knowledge
from onrecord.errors import KnowledgeError
from onrecord.knowledge import build
from onrecord.knowledge.index import INDEX, digest_of, pack, unpack
from onrecord.knowledge.load import start
from onrecord.knowledge.rows import COLUMNS
from tests.knowledge.tables import files

FOLDER = Path(onrecord.knowledge.__file__).parent
LINES = {
    "groups": 'One,"Two, Three;US",KEN,REB,,1990,1999\nOne,,KEN,PTY,,2000,\n',
    "holders": "Jomo Kenyatta, Kenyatta ;Mzee Jomo,KEN,GOV,president,1964,1978\nAnyang' Nyong'o,,KEN,GOV,minister,,\n",
    "roles": "chief;chiefs,MIL,,head,1,,\n",
}


def test_an_index_gives_what_the_files_give() -> None:
    texts = files(**LINES)
    tables = build(texts)
    packed = unpack(pack(tables, texts), digest_of(texts))
    assert packed is not None
    again = start(texts)
    again.use(packed.places, packed.longest, texts.__getitem__)
    assert list(again.senses) == list(tables.senses)
    assert dict(again.senses) == dict(tables.senses)
    assert again.longest == tables.longest
    assert again.senses.of_surname("kenyatta") == tables.senses.of_surname("kenyatta") == ["jomo kenyatta"]
    assert again.senses.spelling("two , three") == "Two, Three"
    with pytest.raises(KeyError):
        again.senses["nobody"]


def test_an_index_of_other_files_is_not_used() -> None:
    texts = files(**LINES)
    text = pack(build(texts), texts)
    edited = {**texts, "groups.csv": texts["groups.csv"].replace("1999", "1998")}
    assert unpack(text, digest_of(edited)) is None
    assert unpack("", digest_of(texts)) is None
    assert unpack("onrecord names 0 " + digest_of(texts) + "\n", digest_of(texts)) is None


def test_the_same_files_give_the_same_index() -> None:
    texts = files(**LINES)
    assert pack(build(texts), texts) == pack(build(dict(texts)), dict(texts))


def test_a_cell_over_two_lines_is_a_fault() -> None:
    texts = files(groups='"One\nTwo",,KEN,REB,,,\n')
    with pytest.raises(KnowledgeError, match=r"groups\.csv"):
        pack(build(texts), texts)


def test_the_index_that_ships_is_that_of_the_files() -> None:
    texts = {file: (FOLDER / file).read_text(encoding="utf-8") for file in COLUMNS}
    fresh = (FOLDER / INDEX).read_text(encoding="utf-8") == pack(build(texts), texts)
    assert fresh, "a knowledge file was edited: run python -m scripts.build_knowledge"
