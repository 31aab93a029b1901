"""The explorer in Python: the methods of the API on a store, each giving the JSON object that the server sends."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord import __version__
from onrecord.codebook import load_codebook
from onrecord.explorer import claims, overview, reports, resolving, tables
from onrecord.explorer.base import Base
from onrecord.explorer.charts import UNITS, Unit
from onrecord.explorer.codebook import codebook_json, country_names
from onrecord.explorer.columns import NO_DAY, Mask
from onrecord.explorer.errors import RequestError
from onrecord.explorer.exporting import exported, passages
from onrecord.explorer.facts import Facts
from onrecord.explorer.files import Made
from onrecord.explorer.filters import Filters, Parameters, day_of, parameters_of, read_filters
from onrecord.explorer.reading import read_coding
from onrecord.explorer.reviews import TABLES, Reviews
from onrecord.explorer.searching import HITS, MOST_HITS, MOST_QUERY, Searcher
from onrecord.export import FORMATS, format_named
from onrecord.output.contract import Json
from onrecord.store import Store
from onrecord.store.log import File, Log
from onrecord.store.reader import Snapshot

# While others write, the records are loaded anew at most for this share of the time.
_SHARE = 4.0
_MEMORY = "2GB"


@dataclass(frozen=True, slots=True)
class _State:
    """All that answers are made from, of one version; `at` and `took` are seconds."""

    facts: Facts
    files: frozenset[str]
    stale: bool
    at: float
    took: float


class Explorer:
    """A store to be explored.

        >>> explorer = Explorer("news")
        >>> explorer.overview(who="RUS", category="ASSAULT", since="2022-02-24")["matched"]

    Filters are those of the API (docs/reference/api.md), each a value or a list of values. Answers are of the newest version of
    the store; while somebody keeps writing they may be of one some seconds old. Methods may be called from several threads.

    Args:
        path: the store.
        version, at: an older version to read, by number or moment; nothing can be reviewed then.
        reviewer: who reviews.

    Raises:
        NoStoreError, NewerStoreError, DamagedStoreError.
    """

    def __init__(
        self, path: str | Path, *, version: int | None = None, at: str | None = None, reviewer: str | None = None
    ) -> None:
        store = Store(path, version=version, at=at)
        self.path, self.reviewer = store.path, reviewer
        self._pinned = store.version if store.pinned else None
        self._ledger = Reviews(store)
        self._log = Log(self.path, self._pinned)
        self._codebook = load_codebook()
        self._searcher = Searcher()
        self._log_lock, self._building = threading.Lock(), threading.Lock()
        self._now: _State | None = None

    # --- reading ----------------------------------------------------------------------------------------------

    def store(self) -> Json:
        """The JSON object `StoreInfo`."""
        state = self._state()
        facts = state.facts
        start, end = facts.columns.start, facts.columns.end
        first, last = start[facts.alive & (start != NO_DAY)], end[facts.alive & (end != NO_DAY)]
        return {
            "name": self.path.name, "version": facts.version, "reports": len(facts.base.reports), "records": facts.total,
            "events": len(facts.base.events), "linked": bool(facts.base.events), "stale_links": state.stale,
            "first": day_of(int(first.min())) if len(first) else None, "last": day_of(int(last.max())) if len(last) else None,
            "package": __version__, "reviewer": self.reviewer, "reviewers": self._ledger.reviewers,
            "writable": self._pinned is None,
            "formats": [{"name": form.name, "title": form.title, "suffix": form.suffix} for form in FORMATS.values()],
        }  # fmt: skip

    def codebook(self) -> Json:
        """The JSON object `Codebook`."""
        return codebook_json()

    def overview(self, unit: str | None = None, **filters: Any) -> Json:
        """The JSON object `Overview`."""
        facts, asked = self._state().facts, self._filters(filters)
        names = overview.Names(country_names(), self._codebook)
        return overview.overview(facts, self._masks(facts, asked), asked, _unit(unit), names)

    def records(self, offset: int = 0, limit: int = tables.ROWS, sort: str = "-date", **filters: Any) -> Json:
        """The JSON object `RecordPage`."""
        facts, mask = self._matched(filters)
        return tables.record_page(facts, mask, *_page(offset, limit), sort)

    def events(self, offset: int = 0, limit: int = tables.ROWS, sort: str = "-date", **filters: Any) -> Json:
        """The JSON object `EventPage`."""
        facts, mask = self._matched(filters)
        return claims.event_page(facts, mask, *_page(offset, limit), sort)

    def event(self, event: str) -> Json:
        """The JSON object `EventDetail`; raises NotThereError."""
        return claims.event_detail(self._state().facts, event)

    def report(self, report: str) -> Json:
        """The JSON object `ReportDetail`; raises NotThereError."""
        return reports.report_detail(self._state().facts, self._ledger, report)

    def search(self, q: str, limit: int = HITS) -> Json:
        """Reports with some words, best first: `{version, hits}`."""
        facts = self._state().facts
        self._searchable()
        if not q.strip() or len(q) > MOST_QUERY or not 1 <= limit <= MOST_HITS:
            raise RequestError(
                "there is nothing to search for, or too much", f"Give q some words, limit 1 to {MOST_HITS}."
            )
        return {"version": facts.version, "hits": self._searcher.hits(facts, q, limit)}

    # --- reviewing --------------------------------------------------------------------------------------------

    def review(self, judgement: Mapping[str, Any]) -> Json:
        """Write one judgement, a `NewReview`; the `ReviewRow` as it was written.

        Raises:
            ReviewConflictError: somebody else judged the record since. RequestError, ReviewError: it is no judgement.
        """
        if self._pinned is not None:
            raise RequestError("an older version cannot be reviewed", "Open the store as it is now.")
        row = self._ledger.add(judgement)
        # Whoever looks next sees it, in lists and charts as well.
        self._state(newest=True)
        return row

    def resolve(self, report: str, kind: str, start: int, end: int) -> Json:
        """What onrecord makes of some words of a report, the JSON object `Resolved`.

        Args:
            kind: "party", "place", "date" or "count".
            start, end: offsets of the words in the report's text, in code points.
        """
        return resolving.resolve(read_coding(self._state().facts.base, report), kind, start, end)

    # --- files ------------------------------------------------------------------------------------------------

    def exported(self, form: str, **filters: Any) -> AbstractContextManager[Made]:
        """The records that pass in a format of `onrecord export`, as a temporary file for the length of a `with`."""
        facts, asked = self._state(newest=True).facts, self._filters(filters)
        format_named(form)
        return exported(facts, self._ledger, form, asked, facts.matched(self._masks(facts, asked)))

    def agreement(self) -> Json:
        """The JSON object `Agreement`."""
        return self._ledger.agreement()

    def passaged(self, *, partial: bool = False) -> AbstractContextManager[Made]:
        """Reviewed reports in the markup of the training passages, as a temporary zip for the length of a `with`.

        Args:
            partial: also reports of which only some records were judged.
        """
        return passages(self._ledger, self.path.name, partial=partial)

    def export(self, form: str, out: str | Path, **filters: Any) -> Path:
        """Write the records that pass in a format of `onrecord export`; a format that is a folder as a zip."""
        with self.exported(form, **filters) as made:
            return Path(shutil.copyfile(made.path, out))

    def passages(self, out: str | Path, *, partial: bool = False) -> Path:
        """Write the reviewed reports in the markup of the training passages, with what could not be handed on, as a zip."""
        with self.passaged(partial=partial) as made:
            return Path(shutil.copyfile(made.path, out))

    # --- the version that answers are made from -----------------------------------------------------------------

    def warm(self) -> None:
        """Load what answers need, so that the first question need not wait."""
        self._state()
        codebook_json()

    def close(self) -> None:
        """Let go of the memory."""
        if self._now is not None:
            self._now.facts.base.close()

    def _state(self, *, newest: bool = False) -> _State:
        """What answers are made from now.

        Args:
            newest: whether it has to be the newest version, however often others write.
        """
        with self._log_lock:
            if self._pinned is None:
                self._log.refresh()
            version, files = self._log.version, self._log.files()
        now = self._now
        if now is not None and (now.facts.version >= version or not (newest or self._due(now, files))):
            return now
        # One thread loads; the others answer from what was there before, unless they need the newest.
        if not self._building.acquire(blocking=now is None or newest):
            assert now is not None
            return now
        try:
            if self._now is None or self._now.facts.version < version:
                self._now = self._loaded(version, files, self._now)
            return self._now
        finally:
            self._building.release()

    def _due(self, now: _State, files: Sequence[File]) -> bool:
        """Whether it is time to look anew. Reviews are seen at once; loading records takes longer."""
        return now.files == _coded(files) or time.monotonic() - now.at > now.took * _SHARE

    def _loaded(self, version: int, files: Sequence[File], before: _State | None) -> _State:
        begin = time.monotonic()
        coded = _coded(files)
        if before is not None and before.files == coded:
            base = before.facts.base
        else:
            base = Base(Snapshot(self.path, version, files, _MEMORY), self._codebook)
        facts = Facts(base, self._ledger.overrides(base), version)
        if before is None or base is not before.facts.base:
            facts.orders  # noqa: B018 - worked out now, not by the first question
        end = time.monotonic()
        return _State(facts, coded, self._stale(files), end, end - begin)

    def _stale(self, files: Sequence[File]) -> bool:
        """Whether records were written since linking."""
        stamps = [int(file.stamp) for file in files if file.table == "links"]
        if not stamps:
            return False
        linked = {file.path for file in Log(self.path, max(stamps)).files() if file.table == "records"}
        return linked != {file.path for file in files if file.table == "records"}

    # --- filters ------------------------------------------------------------------------------------------------

    def _filters(self, filters: Mapping[str, Any] | Parameters) -> Filters:
        parameters = parameters_of(filters) if isinstance(filters, Mapping) else filters
        return read_filters(parameters, self._codebook)

    def _masks(self, facts: Facts, filters: Filters) -> dict[str, Mask]:
        found = {}
        if filters.q:
            self._searchable()
            found["q"] = self._searcher.mask(facts, filters.q)
        return facts.masks(filters, found)

    def _searchable(self) -> None:
        if self._pinned is not None:
            raise RequestError("an older version cannot be searched", "Open the store as it is now, or leave q out.")

    def _matched(self, filters: Mapping[str, Any]) -> tuple[Facts, Mask]:
        facts = self._state().facts
        return facts, facts.matched(self._masks(facts, self._filters(filters)))


def _coded(files: Sequence[File]) -> frozenset[str]:
    """The files that the machine's records and events are read from."""
    return frozenset(file.path for file in files if file.table not in TABLES)


def _unit(unit: str | None) -> Unit | None:
    if unit in (None, ""):
        return None
    for known in UNITS:
        if unit == known:
            return known
    raise RequestError(f"unit is {str(unit)[:50]!r}", f"It can be {', '.join(UNITS)}.")


def _page(offset: int, limit: int) -> tuple[int, int]:
    if not (0 <= offset <= tables.MOST_OFFSET and 1 <= limit <= tables.MOST_ROWS):
        raise RequestError(
            "offset or limit is out of range", f"A page has 1 to {tables.MOST_ROWS:,} rows and begins at 0 or later."
        )
    return offset, limit
