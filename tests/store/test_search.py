import shutil
from pathlib import Path

import pytest
import tantivy

from onrecord.errors import InputError
from onrecord.store import Store
from tests.store.build import NEWER, RUN, coding


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store.create(tmp_path / "store")
    made.write(
        "a", [coding(1, words="A bridge collapsed near the harbour."), coding(2, words="Dockers went on strike.")], RUN
    )
    return made


def found(store: Store, text: str) -> list[tuple[str, str]]:
    return [(hit.kind, hit.id) for hit in store.search(text)]


def test_words_are_found_in_other_forms(store: Store) -> None:
    assert found(store, "bridges") == [("report", "report-1")]
    assert found(store, "strikes AND dockers") == [("report", "report-2")]
    assert found(store, '"the harbour"') == [("report", "report-1")]
    assert found(store, '"harbour the"') == []
    assert set(found(store, "leave")) == {
        (k, i) for n in (1, 2) for k, i in (("report", f"report-{n}"), ("statement", f"report-{n}/s"))
    }


def test_a_hit_says_where_it_is(store: Store) -> None:
    (hit,) = store.search("harbour")
    assert "harbour" in hit.words
    assert (hit.report, hit.title, hit.published) == ("report-1", "Title 1", "2024-03-05")


def test_the_index_follows_the_store(store: Store) -> None:
    assert len(found(store, "bridge")) == 1
    store.write("b", [coding(3, words="Another bridge.")], RUN)
    assert {i for _, i in found(store, "bridge")} == {"report-1", "report-3"}
    store.write("a", [coding(1, words="No more of it.")], NEWER)
    assert found(store, "bridge") == [("report", "report-3")]
    assert found(Store(store.path), "dockers") == []


@pytest.mark.parametrize("harm", ["gone", "emptied", "garbled", "half"])
def test_a_lost_or_damaged_index_is_made_anew(store: Store, harm: str) -> None:
    expected = found(store, "bridge")
    folder = store.path / "_search"
    if harm == "gone":
        shutil.rmtree(folder)
    elif harm == "half":
        (folder / "meta.json").unlink()
    else:
        (folder / "meta.json").write_text("" if harm == "emptied" else '{"segments": 7}', encoding="utf-8")
    assert found(Store(store.path), "bridge") == expected


def test_an_index_that_is_being_written_is_waited_for(store: Store) -> None:
    store.search("bridge")
    other = tantivy.Index.open(str(store.path / "_search"))
    writer = other.writer(heap_size=20_000_000, num_threads=1)
    # What is up to date needs no lock.
    assert len(found(store, "bridge")) == 1
    del writer


@pytest.mark.parametrize(
    "text",
    [
        '"unclosed',
        "(((",
        "AND OR NOT",
        "kind:marker",
        "file:reports*",
        "title:",
        "a:b:c",
        "*",
        "[a TO",
        "x^99999",
        "\x00",
        "\U0001f4a5",
    ],
)
def test_hostile_words_find_something_or_nothing(store: Store, text: str) -> None:
    assert all(kind in ("report", "statement") for kind, _ in found(store, text))


@pytest.mark.parametrize("text", ["", "   ", "a " * 3000])
def test_no_words_or_too_many(store: Store, text: str) -> None:
    with pytest.raises(InputError):
        store.search(text)


def test_older_versions_are_not_searched(store: Store) -> None:
    with pytest.raises(InputError, match="newest"):
        Store(store.path, version=0).search("bridge")
