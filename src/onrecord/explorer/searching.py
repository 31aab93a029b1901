"""The words filter: records of the reports that a text search finds."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

import numpy as np
import tantivy

from onrecord.explorer.columns import Mask
from onrecord.explorer.facts import Facts
from onrecord.output.contract import Json
from onrecord.store import search as index

_KEPT = 50
MOST_HITS, HITS, MOST_QUERY, _SNIPPET = 200, 50, 2_000, 240


class Searcher:
    """Searches of one store; what was found is kept for a while."""

    def __init__(self) -> None:
        self._found: dict[tuple[int, str], np.ndarray[Any, np.dtype[np.int32]]] = {}
        # Two threads that bring the index up to date would wait for one another.
        self._lock = threading.Lock()

    def mask(self, facts: Facts, queries: Sequence[str]) -> Mask:
        """Records of the reports that one of the queries finds, in their text or title."""
        reports: Mask = np.zeros(len(facts.base.reports), dtype=np.bool_)
        for query in queries:
            reports[self._reports(facts, query)] = True
        return reports[facts.columns.report]

    def hits(self, facts: Facts, query: str, limit: int) -> list[Json]:
        """The reports that a query finds, best first, each with the stretch of its text that fits best."""
        with self._lock:
            searcher, parsed, schema = _searched(facts, query)
        snippets = tantivy.SnippetGenerator.create(searcher, parsed, schema, "text")
        snippets.set_max_num_chars(_SNIPPET)
        found = []
        for _, address in searcher.search(parsed, limit).hits:
            document = searcher.doc(address)
            number = facts.base.report_numbers.get(str(document.get_first("report")))
            if number is None:
                # Written after the version that answers are made from.
                continue
            report = facts.base.reports[number]
            snippet = snippets.snippet_from_doc(document)
            found.append({"report": report.id, "title": report.title, "published": report.published,
                          "snippet": _marked(snippet, str(document.get_first("text") or ""))})  # fmt: skip
        return found

    def _reports(self, facts: Facts, query: str) -> np.ndarray[Any, np.dtype[np.int32]]:
        key = facts.version, query
        with self._lock:
            if key not in self._found:
                searcher, parsed, _ = _searched(facts, query)
                hits = searcher.search(parsed, max(searcher.num_docs, 1)).hits
                # In the order in which they lie in the index, so that each block of it is unpacked once.
                ids = [str(searcher.doc(address).get_first("report")) for address in
                       sorted((address for _, address in hits), key=lambda a: (a.segment_ord, a.doc))]  # fmt: skip
                numbers = [facts.base.report_numbers[report] for report in ids if report in facts.base.report_numbers]
                if len(self._found) >= _KEPT:
                    self._found.pop(next(iter(self._found)))
                self._found[key] = np.array(numbers, dtype=np.int32)
            return self._found[key]


def _searched(facts: Facts, query: str) -> tuple[tantivy.Searcher, tantivy.Query, tantivy.Schema]:
    """The index brought up to date, and the query among reports alone."""
    snapshot = facts.base.snapshot
    found = index.current_index(snapshot.root, snapshot)
    words, _ = found.parse_query_lenient(query, ["title", "text"], field_boosts={"title": 2.0})
    schema = found.schema
    only = tantivy.Query.term_query(schema, "kind", "report")
    both = tantivy.Query.boolean_query([(tantivy.Occur.Must, words), (tantivy.Occur.Must, only)])
    return found.searcher(), both, schema


def _marked(snippet: tantivy.Snippet, text: str) -> Json:
    """A snippet as text with the places of the words, in code points."""
    fragment = snippet.fragment()
    if not fragment:
        return {"text": text[:_SNIPPET], "marks": []}
    raw = fragment.encode("utf-8")
    marks = [[len(raw[: mark.start].decode("utf-8", "ignore")), len(raw[: mark.end].decode("utf-8", "ignore"))]
             for mark in snippet.highlighted()]  # fmt: skip
    return {"text": fragment, "marks": marks}
