"""Networks, read back by networkx and pandas."""

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import networkx
import pandas

from onrecord.export import FORMATS, Selection
from tests.export.samples import FORMULA, MARCH, OLD, STRIKE, TALKS, made, write

ALL = Selection()


def test_graphml_has_weights_by_category_and_month(tmp_path: Path) -> None:
    codings = [made(STRIKE, id="a"), made(STRIKE, id="b"), made(TALKS, id="c"), made(MARCH, id="d")]
    graph = networkx.read_graphml(write("graphml", tmp_path, codings), force_multigraph=True)
    assert graph.is_directed()
    label = dict(graph.nodes(data="label"))
    edges = {(label[a], label[b], data["category"], data.get("month")): data for a, b, data in graph.edges(data=True)}
    strike = edges["Russian forces", "a power plant", "ASSAULT", "2023-03"]
    assert (strike["weight"], strike["symmetric"], strike["score"]) == (2, False, -9.5)
    talks = [data for data in edges.values() if data["category"] == "CONSULT"]
    assert [data["symmetric"] for data in talks] == [True] * 3
    assert graph.nodes[next(n for n, name in label.items() if name == "Russian forces")]["records"] == 2
    assert "They" not in label.values()


def test_one_node_for_one_party(tmp_path: Path) -> None:
    """The same name with other codes is another party; spelling in capitals is not."""
    bodies = [
        "{m1 RUS MIL|THE ARMY} {e1 ASSAULT actor=m1 recipient=m2|struck} {m2 UKR -|Kharkiv}.",
        OLD.replace("KEN COP|Police", "RUS MIL|The army"),
    ]
    other = OLD.replace("KEN COP|Police", "BLR MIL|The army")
    graph = networkx.read_graphml(
        write("graphml", tmp_path, [made(b, id=str(i)) for i, b in enumerate([*bodies, other])])
    )
    armies = [data["country"] for _, data in graph.nodes(data=True) if data["label"].casefold() == "the army"]
    assert sorted(armies) == ["BLR", "RUS"]


def test_nodes_may_be_countries(tmp_path: Path) -> None:
    graph = networkx.read_graphml(write("graphml", tmp_path, [made(STRIKE), made(TALKS)], nodes="country"))
    assert dict(graph.nodes(data="label")) == {
        "BLR": "Belarus", "DEU": "Germany", "FRA": "France", "POL": "Poland", "RUS": "Russia", "UKR": "Ukraine",
    }  # fmt: skip


def test_gephi_lists_fit_together(tmp_path: Path) -> None:
    folder = write("gephi", tmp_path, [made(STRIKE), made(TALKS), made(FORMULA)])
    nodes, edges = pandas.read_csv(folder / "nodes.csv"), pandas.read_csv(folder / "edges.csv")
    assert list(nodes.columns[:2]) == ["Id", "Label"]
    assert list(edges.columns[:4]) == ["Source", "Target", "Type", "Weight"]
    assert nodes["Id"].is_unique
    assert set(edges["Source"]) | set(edges["Target"]) == set(nodes["Id"])
    assert set(edges["Type"]) == {"Directed"}


def test_graphml_and_gephi_say_the_same(tmp_path: Path) -> None:
    graph = networkx.read_graphml(write("graphml", tmp_path, selection=ALL), force_multigraph=True)
    edges = pandas.read_csv(write("gephi", tmp_path, selection=ALL) / "edges.csv")
    assert sorted((a, b, d["weight"]) for a, b, d in graph.edges(data=True)) == sorted(
        zip(edges["Source"], edges["Target"], edges["Weight"], strict=True)
    )


def test_characters_that_xml_forbids_are_dropped(tmp_path: Path) -> None:
    coding = made(OLD)
    actor = replace(coding.records[0].actors[0], name='A <b>&\x00\x0b\ud800\ufffe\U0001f600]]> "c"')
    coding = replace(coding, records=(replace(coding.records[0], actors=(actor,)),))
    path = write("graphml", tmp_path, [coding])
    ElementTree.fromstring(path.read_bytes())
    labels = [name for _, name in networkx.read_graphml(path).nodes(data="label")]
    assert any(name.startswith("A <b>&") and name.endswith('\U0001f600]]> "c"') for name in labels)


def test_the_order_of_reports_changes_no_number(tmp_path: Path) -> None:
    codings = [made(STRIKE, id="a"), made(TALKS, id="b"), made(OLD, id="c")]
    first = write("graphml", tmp_path, codings).read_bytes()
    assert write("graphml", tmp_path, codings[::-1]).read_bytes() == first


def test_an_empty_network_is_xml(tmp_path: Path) -> None:
    assert len(networkx.read_graphml(write("graphml", tmp_path, [])).nodes) == 0
    assert FORMATS["graphml"].deeds
