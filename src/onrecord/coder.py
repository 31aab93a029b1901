"""The coder: reports in, records out. What the command, the store and the explorer all stand on."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import islice

from onrecord.codebook import load_codebook
from onrecord.errors import InputError, OnRecordError
from onrecord.knowledge import load as load_knowledge
from onrecord.model import Coding, Issue, Report
from onrecord.readers import BLOCKING, MAX_WORDS, cut_off, from_text
from onrecord.resolve.assemble import Resources, assemble
from onrecord.resolve.places.gazetteer import load_gazetteer
from onrecord.resolve.words import load_words
from onrecord.tagger.network import Network, load_network
from onrecord.tagger.tag import tag
from onrecord.tagger.words import end_of_words


def is_uncoded(coding: Coding) -> bool:
    """Whether a report could not be read, or coding it failed; an issue says why."""
    return any(issue.code in BLOCKING or issue.code == "failed" for issue in coding.issues)


class Coder:
    """Codes news reports.

        >>> coding = Coder().code("Russia struck Kyiv on Monday, the mayor said.", published="2022-10-11")
        >>> [record.category for record in coding.records]
        ['ASSAULT']

    Loading takes about a second and happens once; a coder can be shared by threads. The same report gives the same coding,
    whatever is coded beside it and however many threads run.

    Args:
        network: the tagger's weights; those of the package unless given.
    """

    def __init__(self, network: Network | None = None) -> None:
        self.network = network or load_network()
        self.resources = Resources(load_codebook(), load_knowledge(), load_gazetteer(), load_words())

    def code(
        self, text: str, *, published: datetime.date | str | None = None, title: str = "", id: str | None = None
    ) -> Coding:
        """Code one text.

        Args:
            text: the report as it stands; offsets refer to it (with the title before it, where one is given apart).
            published: day of publication, as a date or "YYYY-MM-DD"; relative dates stay unresolved without it.

        Raises:
            InputError: `published` is no day.
        """
        return self.code_report(from_text(text, id=id, title=title, published=_day(published)))

    def code_report(self, report: Report) -> Coding:
        """Code one report. What makes it unfit for coding is in its issues, and nothing is coded then.

        Of a report of more than 20,000 words the beginning is coded, and the issue "cut" says up to where.
        """
        if any(issue.code in BLOCKING for issue in report.issues):
            return Coding(report, issues=report.issues)
        end = end_of_words(report.text, MAX_WORDS)
        if not report.text[end:].strip():
            return assemble(report, tag(report.text, self.network), self.resources)
        issues = (*report.issues, cut_off(end, len(report.text)))
        begin = replace(report, text=report.text[:end], issues=issues)
        return replace(assemble(begin, tag(begin.text, self.network), self.resources), report=report)

    def code_many(self, reports: Iterable[Report], *, threads: int = 1, batch: int = 32) -> Iterator[Coding]:
        """Code reports in their order, lazily.

        Args:
            reports: read one batch ahead, never all at once.
            threads: how many reports are coded side by side.
            batch: how many reports are in flight at most.

        A report on which coding fails comes back with the issue "failed", and the run goes on.
        """
        if threads < 1 or batch < 1:
            raise InputError("threads and batch must be 1 or more", "Leave them out to use the defaults.")
        source = iter(reports)
        if threads == 1:
            yield from map(self._code_safely, source)
            return
        with ThreadPoolExecutor(threads, thread_name_prefix="onrecord") as pool:
            while group := list(islice(source, batch)):
                yield from pool.map(self._code_safely, group)

    def _code_safely(self, report: Report) -> Coding:
        try:
            return self.code_report(report)
        except OnRecordError:
            raise
        except Exception as fault:
            # One report must not end a run of thousands; the fault goes on record with the report.
            message = f"coding failed ({type(fault).__name__}: {fault}); please report it with this text"
            return Coding(report, issues=(*report.issues, Issue("failed", message)))


def _day(value: datetime.date | str | None) -> datetime.date | None:
    if not isinstance(value, str):
        return value
    try:
        return datetime.date.fromisoformat(value)
    except ValueError as fault:
        raise InputError(f"{value!r} is no day of publication", "Write it as YYYY-MM-DD.") from fault
