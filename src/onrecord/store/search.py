"""Full text over reports and statements: a side index that follows the store and can always be made anew.

The index lies in `_search` below the store. For every file of the store that it covers it holds a marker, committed
together with the file's words, so what is missing or out of date is told by comparing the markers with the log.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import tantivy

from onrecord.errors import InputError
from onrecord.store.errors import StoreBusyError, write_fault
from onrecord.store.files import scan
from onrecord.store.log import File
from onrecord.store.reader import Snapshot
from onrecord.store.schema import load_schema

_FOLDER = "_search"
_TABLES = ("reports", "statements")
_MARKER = "marker"
_HEAP = 64_000_000
_PATIENCE_S = 30.0
_MAX_QUERY, _MAX_HITS = 2_000, 10_000
_SNIPPET = 200


@dataclass(frozen=True, slots=True)
class Hit:
    """Where words were found.

    Attributes:
        kind: "report" or "statement".
        id: of the report or statement.
        report: id of the report that it stands in.
        words: the part of the text that fits best.
        score: higher is better (BM25).
    """

    kind: str
    id: str
    report: str
    title: str
    published: str | None
    words: str
    score: float


def search_store(root: Path, snapshot: Snapshot, text: str, limit: int) -> list[Hit]:
    """Reports and statements with these words, best first, after bringing the index up to date.

    Raises:
        InputError: no words, too many, or no sensible limit.
        StoreBusyError: another program keeps the index locked.
        StoreWriteError: the index cannot be written.
    """
    if not text.strip() or len(text) > _MAX_QUERY or not 1 <= limit <= _MAX_HITS:
        raise InputError(
            "there is nothing to search for, or too much", f"Give some words and a limit from 1 to {_MAX_HITS:,}."
        )
    index = current_index(root, snapshot)
    searcher = index.searcher()
    query, _ = index.parse_query_lenient(text, ["title", "text"], field_boosts={"title": 2.0})
    snippets = tantivy.SnippetGenerator.create(searcher, query, _schema(), "text")
    snippets.set_max_num_chars(_SNIPPET)
    found = [(score, searcher.doc(address)) for score, address in searcher.search(query, limit).hits]
    # A query may name fields, and so find the markers.
    hits = [_hit(score, document, snippets) for score, document in found if document.get_first("kind") != _MARKER]
    return sorted(hits, key=lambda hit: (-hit.score, hit.report, hit.kind, hit.id))


def _hit(score: float, document: tantivy.Document, snippets: tantivy.SnippetGenerator) -> Hit:
    def first(name: str) -> str:
        return str(document.get_first(name) or "")

    words = snippets.snippet_from_doc(document).fragment() or first("text")[:_SNIPPET]
    return Hit(
        first("kind"),
        first("id"),
        first("report"),
        first("title"),
        first("published") or None,
        " ".join(words.split()),
        score,
    )


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in ("kind", "id", "report", "published", "file"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw")
    for name in ("title", "text"):
        builder.add_text_field(name, stored=True, tokenizer_name=load_schema().tokenizer)
    return builder.build()


def current_index(root: Path, snapshot: Snapshot) -> tantivy.Index:
    wanted = {file.path: file for name in _TABLES for file in snapshot.files[name]}
    folder = root / _FOLDER
    index = _opened(folder)
    if _covered(index) == wanted.keys():
        return index
    writer = _writer(index)
    try:
        # Another program may have brought it up to date while the lock was waited for.
        index.reload()
        covered = _covered(index)
        for path in sorted(covered - wanted.keys()):
            writer.delete_documents_by_term("file", path)
        for path in sorted(wanted.keys() - covered):
            for document in _documents(snapshot, wanted[path]):
                writer.add_document(document)
            writer.add_document(tantivy.Document(kind=_MARKER, file=path))
        writer.commit()
        writer.wait_merging_threads()
    except (OSError, ValueError) as fault:
        raise write_fault(folder, fault) from fault
    index.reload()
    return index


def _opened(folder: Path) -> tantivy.Index:
    """The index, made anew where there is none or it cannot be read: all that it knows is in the store."""
    try:
        folder.mkdir(exist_ok=True)
        try:
            index = tantivy.Index(_schema(), path=str(folder))
            _covered(index)
        except (ValueError, OSError):
            shutil.rmtree(folder)
            folder.mkdir()
            index = tantivy.Index(_schema(), path=str(folder))
    except (OSError, ValueError) as fault:
        raise write_fault(folder, fault) from fault
    return index


def _covered(index: tantivy.Index) -> set[str]:
    """Paths of the files that the index holds."""
    index.reload()
    searcher = index.searcher()
    query = tantivy.Query.term_query(_schema(), "kind", _MARKER)
    hits = searcher.search(query, max(searcher.num_docs, 1)).hits
    return {str(searcher.doc(address).get_first("file")) for _, address in hits}


def _writer(index: tantivy.Index) -> tantivy.IndexWriter:
    end = time.monotonic() + _PATIENCE_S
    while True:
        try:
            return index.writer(heap_size=_HEAP, num_threads=1)
        except ValueError as fault:
            if "LockBusy" not in str(fault):
                raise write_fault(Path(_FOLDER), fault) from fault
            if time.monotonic() > end:
                raise StoreBusyError("another program keeps the search index locked", "Search again later.") from fault
            time.sleep(0.1)


def _documents(snapshot: Snapshot, file: File) -> Iterator[tantivy.Document]:
    source = scan(snapshot.root, [file])
    if file.table == "reports":
        asked = f"SELECT 'report' AS kind, report AS id, report, title, text, published FROM {source} ORDER BY position, report"
    else:
        asked = (
            "SELECT 'statement' AS kind, statement AS id, report, '' AS title, text, published "
            f"FROM {source} ORDER BY report, position"
        )
    for row in snapshot.rows(asked):
        published = row["published"].isoformat() if row["published"] else ""
        yield tantivy.Document(**{**row, "published": published, "file": file.path})
