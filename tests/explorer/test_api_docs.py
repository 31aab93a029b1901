"""The documents and the data files of the explorer keep step with the code."""

from __future__ import annotations

import re

import yaml

from onrecord.codebook import load_codebook
from onrecord.codebook.load import FACTUALITY
from onrecord.explorer import errors
from onrecord.explorer.charts import UNITS
from onrecord.explorer.codebook import codebook_json, load_words
from onrecord.explorer.endpoints import ENDPOINTS
from onrecord.explorer.filters import FILTER_NAMES, REVIEW, STANDING
from onrecord.explorer.resolving import KINDS
from onrecord.explorer.security import HEADERS
from tests.conftest import ROOT

TEXT = (ROOT / "docs" / "reference" / "api.md").read_text(encoding="utf-8")


def test_every_address_and_filter_is_described() -> None:
    for endpoint in ENDPOINTS:
        assert f"`{endpoint.verb} {endpoint.path.replace(':anything', '')}`" in TEXT, endpoint.path
    filters = TEXT.partition("## Filters")[2].partition("## Asking")[0]
    named = set(
        re.findall(r"`(\w+)`", "".join(row.split("|")[1] for row in filters.splitlines() if row.startswith("| `")))
    )
    assert named == set(FILTER_NAMES)


def test_every_value_is_described() -> None:
    for value in (*FACTUALITY, *STANDING, *REVIEW, *UNITS, *KINDS):
        assert f"`{value}`" in TEXT, value


def test_every_status_is_described() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.RequestError)]
    for status in {kind.status for kind in kinds} | {401, 405, 409, 500}:
        assert f"| {status} |" in TEXT, status


def test_errors_have_codes_of_their_own_and_stand_in_the_drawn_tree() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and kind.__module__ == errors.__name__]
    assert len({kind.code for kind in kinds}) == len(kinds)
    for kind in kinds:
        assert kind.__name__ in (errors.__doc__ or "")


def test_the_policy_allows_nothing_inline_and_no_other_host() -> None:
    policy = HEADERS["content-security-policy"]
    assert not re.search(r"unsafe|https?:|\*", policy)


def test_the_codebook_is_told_in_full() -> None:
    found, book = codebook_json(), load_codebook()
    assert [row["id"] for row in found["categories"]] == list(book.categories)
    assert {row["quad"] for row in found["categories"]} == {1, 2, 3, 4}
    assert [row["code"] for row in found["sectors"]] == list(book.sectors)
    assert found["countries"]["UKR"] == "Ukraine"
    assert {*book.special_countries} <= found["countries"].keys()
    assert all(
        row["definition"]
        for part in ("categories", "sectors", "factuality", "standing", "precision")
        for row in found[part]
    )


def test_factuality_means_what_the_codebook_says() -> None:
    tree = yaml.safe_load((ROOT / "src" / "onrecord" / "codebook" / "codebook.yaml").read_text("utf-8"))
    assert load_words()["factuality"] == {row["id"]: row["definition"] for row in tree["factuality"]}


def test_every_rule_of_a_code_is_explained() -> None:
    rules = load_words()["rules"]
    for said in ("role noun: president", "state: France", "capital that acts: government", "person on 2022-05-18: president",
                 "former official (role noun: president)", "name of several: what they have in common", "context", "tagger",
                 "state that acts by force", "place of the event", "setting of the report", "counterpart", "whole"):  # fmt: skip
        assert any(said.startswith(rule) for rule in rules), said
