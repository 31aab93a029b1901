"""Who acted on whom: the network of actors as GraphML and as node and edge lists for Gephi."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, TextIO

from onrecord.export.columns import Column, Table, plain, write_csv, xml_text
from onrecord.export.deeds import Deed
from onrecord.export.files import text_file
from onrecord.export.job import Format, Job, Nodes
from onrecord.model import Participant


@dataclass(slots=True)
class Node:
    """A party. `records` is the number of rows (records and pairs) that it takes part in."""

    id: str
    label: str
    country: str | None
    sector: str | None
    entity: str | None
    records: int = 0


@dataclass(slots=True)
class Edge:
    """What one party did to another in a month, of one category. `month` is YYYY-MM, or None where the date is unknown."""

    source: str
    target: str
    category: str
    month: str | None
    symmetric: bool
    weight: int = 0
    total: float = 0.0

    @property
    def score(self) -> float:
        """Mean of conflict to cooperation, -10 to 10."""
        return round(self.total / self.weight, 4)


@dataclass(slots=True)
class Network:
    """Nodes and edges by their keys. Memory grows with the number of different edges, not of records."""

    nodes: dict[str, Node]
    edges: dict[tuple[str, str, str, str, bool], Edge]

    def sorted_nodes(self) -> list[Node]:
        """Nodes by id."""
        return [self.nodes[key] for key in sorted(self.nodes)]

    def sorted_edges(self) -> list[Edge]:
        """Edges by their key."""
        return [self.edges[key] for key in sorted(self.edges)]


def build(job: Job) -> Network:
    """The network of the records that are kept; records with one party only are counted as left out."""
    network = Network({}, {})
    for deed in job.pairs():
        source, target = (_node(network, deed, party, job.nodes) for party in (deed.actor, deed.recipient))
        if source is None or target is None:
            job.tally.left_out["rows without two parties that can be told"] += 1
            continue
        source.records += 1
        target.records += 1
        month = f"{deed.day.year:04d}-{deed.day.month:02d}" if deed.day else None
        symmetric = not deed.record.recipients
        key = (source.id, target.id, deed.record.category, month or "", symmetric)
        edge = network.edges.setdefault(key, Edge(source.id, target.id, deed.record.category, month, symmetric))
        edge.weight += 1
        edge.total += deed.score
    network.nodes = {key: node for key, node in network.nodes.items() if node.records}
    job.tally.rows = len(network.edges)
    return network


def _node(network: Network, deed: Deed, party: Participant | None, kind: Nodes) -> Node | None:
    """The node of a party: one for each entity, else for each name with its country and sector; or for each country."""
    if party is None:
        return None
    if kind == "country":
        if party.country is None:
            return None
        state = deed.reference.state(party.country)
        label = state.name if state else party.country
        return network.nodes.setdefault(party.country, Node(party.country, label, party.country, None, None))
    name = " ".join(party.name.split())
    key = party.entity or f"{_digest(name.casefold(), party.country, party.sector)}"
    return network.nodes.setdefault(key, Node(key, name, party.country, party.sector, party.entity))


def _digest(*parts: str | None) -> str:
    text = "\x1f".join(part or "" for part in parts)
    return "p" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def write_gephi(job: Job) -> None:
    """Write nodes.csv and edges.csv."""
    network = build(job)
    with text_file(job.path / NODES.file) as handle:
        write_csv(handle, NODES, network.sorted_nodes())
    with text_file(job.path / EDGES.file) as handle:
        write_csv(handle, EDGES, network.sorted_edges())


def write_graphml(job: Job) -> None:
    """Write the network as a directed graph with parallel edges."""
    network = build(job)
    with text_file(job.path) as handle:
        handle.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
        )
        for scope, columns in (("node", _NODE_DATA), ("edge", _EDGE_DATA)):
            for column in columns:
                handle.write(
                    f'<key id="{scope}_{column.name.lower()}" for="{scope}" attr.name="{column.name.lower()}" '
                    f'attr.type="{_XML_TYPES[column.type]}"/>\n'
                )
        handle.write('<graph id="onrecord" edgedefault="directed">\n')
        for node in network.sorted_nodes():
            handle.write(f'<node id="{xml_text(node.id)}">')
            _data(handle, "node", _NODE_DATA, node)
            handle.write("</node>\n")
        for number, edge in enumerate(network.sorted_edges()):
            handle.write(f'<edge id="e{number}" source="{xml_text(edge.source)}" target="{xml_text(edge.target)}">')
            _data(handle, "edge", _EDGE_DATA, edge)
            handle.write("</edge>\n")
        handle.write("</graph>\n</graphml>\n")


def _data(handle: TextIO, scope: str, columns: tuple[Column[Any], ...], row: Node | Edge) -> None:
    for column in columns:
        value = column.get(row) if column.get else None
        if value is not None:
            text = str(value).lower() if isinstance(value, bool) else xml_text(plain(value))
            handle.write(f'<data key="{scope}_{column.name.lower()}">{text}</data>')


_XML_TYPES = {"text": "string", "integer": "long", "number": "double", "boolean": "boolean"}
NODES: Table[Node] = Table((
    Column("Id", "text", "participant.entity, name, country, sector",
           "The party: its id in the knowledge base, else one made from its name and codes.",
           lambda n: n.id),
    Column("Label", "text", "participant.name", "Its name.", lambda n: n.label, "As first met."),
    Column("Country", "text", "participant.country", "ISO 3166-1 alpha-3, IGO, NGO, INT.", lambda n: n.country),
    Column("Sector", "text", "participant.sector", "Its sector.", lambda n: n.sector),
    Column("Entity", "text", "participant.entity", "Its id in the knowledge base.", lambda n: n.entity),
    Column("Records", "integer", "records", "In how many records and pairs it takes part.", lambda n: n.records),
), file="nodes.csv")  # fmt: skip
EDGES: Table[Edge] = Table((
    Column("Source", "text", "record.actors", "Id of the actor.", lambda e: e.source, "Of a symmetric event, of the party named first."),
    Column("Target", "text", "record.recipients", "Id of the recipient.", lambda e: e.target, "Of a symmetric event, of a further party."),
    Column("Type", "text", "", "Directed.", lambda _: "Directed"),
    Column("Weight", "integer", "records", "Number of records.", lambda e: e.weight,
           "Edges of one pair are kept apart by category and month."),
    Column("Category", "text", "record.category", "PLOVER category.", lambda e: e.category),
    Column("Month", "text", "record.date.start", "YYYY-MM.", lambda e: e.month, "Empty where the date is unknown."),
    Column("Symmetric", "boolean", "record.recipients", "Whether all parties were actors.", lambda e: e.symmetric),
    Column("Score", "number", "codebook", "Mean of conflict to cooperation, -10 to 10.", lambda e: e.score),
), file="edges.csv")  # fmt: skip
_NODE_DATA = NODES.columns[1:]
_EDGE_DATA = EDGES.columns[3:]
_ABOUT = (
    "A node a party (with `--nodes country` a node a country), an edge a pair of parties, category and month; its weight is the "
    "number of records. "
    "A symmetric event gives one edge for each two parties, marked as symmetric. The network is held in memory: it grows with the "
    "number of different "
    "edges, not of records."
)
GRAPHML = Format(
    "graphml",
    "network of actors, GraphML",
    f"{_ABOUT} The columns below are attributes in small letters; Id, Source and Target are XML attributes, Type is the graph's.",
    "network",
    (Table(NODES.columns, "node"), Table(EDGES.columns, "edge")),
    write_graphml,
    "graphml",
    deeds=True,
)
GEPHI = Format(
    "gephi",
    "network of actors, node and edge lists for Gephi",
    f"A folder with `nodes.csv` and `edges.csv`, to be imported in that order without renaming a header. {_ABOUT}",
    "network",
    (NODES, EDGES),
    write_gephi,
    "folder",
    deeds=True,
    folder=True,
)
