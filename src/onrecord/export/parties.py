"""Values of participants that several tables share."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from onrecord.export.deeds import Deed
from onrecord.model import Participant, Source

Text = tuple[str | None, ...]


def names(parties: Sequence[Participant]) -> Text:
    """The best names."""
    return tuple(party.name for party in parties)


def raw(parties: Sequence[Participant]) -> Text:
    """The words in the clause."""
    return tuple(party.spans[0].text if party.spans else None for party in parties)


def countries(parties: Sequence[Participant]) -> Text:
    """Country codes, an empty place for an unknown one."""
    return tuple(party.country for party in parties)


def sectors(parties: Sequence[Participant]) -> Text:
    """Sector codes, an empty place for an unknown one."""
    return tuple(party.sector for party in parties)


def entities(parties: Sequence[Participant]) -> Text:
    """Ids in the knowledge base, an empty place for an unknown one."""
    return tuple(party.entity for party in parties)


def every_sector(party: Participant) -> str | None:
    """Sector and further sector, joined by '|'."""
    return "|".join(code for code in (party.sector, party.second) if code) or None


def known(values: Text) -> Text | None:
    """A list, or None where nothing in it is known."""
    return values if any(values) else None


def actors(of: Callable[[Sequence[Participant]], Text]) -> Callable[[Deed], Text | None]:
    """A value of all actors of a record."""
    return lambda deed: known(of(deed.record.actors))


def recipients(of: Callable[[Sequence[Participant]], Text]) -> Callable[[Deed], Text | None]:
    """A value of all recipients of a record."""
    return lambda deed: known(of(deed.record.recipients))


def chain(sources: Sequence[Source]) -> Text | None:
    """The names of a chain of sources, outermost first."""
    return known(tuple(source.participant.name for source in sources))
