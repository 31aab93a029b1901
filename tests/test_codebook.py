from collections.abc import Callable
from importlib import resources
from typing import Any

import pytest
import yaml

from onrecord.codebook import load_codebook
from onrecord.codebook.load import parse_codebook
from onrecord.errors import CodebookError
from onrecord.markup import parse_passage

DATA = resources.files("onrecord.codebook").joinpath("codebook.yaml").read_bytes()


def test_it_has_the_sixteen_categories_in_four_classes() -> None:
    book = load_codebook()
    assert len(book.categories) == 16
    assert {category.quad_code for category in book.categories.values()} == {"1", "2", "3", "4"}


def test_every_category_and_mode_has_a_cameo_code() -> None:
    book = load_codebook()
    for label in book.labels():
        category, _, mode = label.partition("/")
        assert book.cameo(category, mode or None).isdigit()
    with pytest.raises(KeyError):
        book.cameo("ASSAULT", "tickle")


def test_all_examples_are_well_formed_markup_of_their_own_text() -> None:
    book = load_codebook()
    for category in book.categories.values():
        for identifier, text, markup in (*category.examples, *(row[:3] for row in category.near_misses)):
            assert parse_passage(identifier, "2023-03-09", markup, book).text == text
        labels = [
            m for _, _, markup in category.examples for m in parse_passage("x", "2023-03-09", markup, book).of_kind("e")
        ]
        assert any(mark.words[0].split("/")[0] == category.id for mark in labels)


def broken(change: Callable[[dict[str, Any]], None]) -> bytes:
    tree = yaml.load(DATA, Loader=yaml.CSafeLoader)
    change(tree)
    return yaml.dump(tree).encode()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda t: t["categories"].append(t["categories"][0]), "twice"),
        (lambda t: t["sectors"].append(t["sectors"][0]), "twice"),
        (lambda t: t["categories"][0].update(quad="none"), "do not agree"),
        (lambda t: t["categories"][0].update(score="high"), "no number"),
        (lambda t: t["categories"][0].update(score="11"), "outside"),
        (lambda t: t["categories"][1]["modes"][0].update(cameo="4"), "three or four digits"),
        (lambda t: t["crosswalk"]["to_cameo"].pop(), "lacks"),
        (lambda t: t["crosswalk"]["to_cameo"].append(t["crosswalk"]["to_cameo"][0]), "twice"),
        (lambda t: t["crosswalk"]["from_cameo"][3].update(category="NOPE"), "unknown NOPE"),
        (lambda t: t["factuality"].pop(), "factuality"),
        (lambda t: t.pop("sectors"), "lacks a field"),
        (lambda t: t["quad_classes"][0]["categories"].pop(), "quad"),
    ],
)
def test_a_broken_codebook_is_refused_loudly(change: Callable[[dict[str, Any]], None], says: str) -> None:
    with pytest.raises(CodebookError, match=says):
        parse_codebook(broken(change))


def test_what_is_no_yaml_is_refused() -> None:
    with pytest.raises(CodebookError, match="no YAML"):
        parse_codebook(b"categories: [")
