from onrecord.link import link
from tests.link.build import later, record


def test_parties_named_alike_are_one_under_the_fullest_common_name() -> None:
    (event,) = link([
        record("a", "Governor Oleh Syniehubov/UKR/GOV; troops/UKR/MIL"),
        record("b", "Syniehubov/UKR/GOV; the army/UKR/MIL"),
        record("c", "Oleh Syniehubov/UKR/GOV"),
    ]).events  # fmt: skip
    assert [(p.country, p.sector) for p in event.actors] == [("UKR", "GOV"), ("UKR", "MIL")]
    assert "Oleh Syniehubov" in event.actors[0].name


def test_the_place_and_day_told_most_often_count() -> None:
    (event,) = link([
        record("a", place="Norton", lat=10.0, lon=20.0), record("b", place="Norton"),
        record("c", place="Norton district", date_start=None, published=later(1)),
    ]).events  # fmt: skip
    assert (event.place, event.lat, event.lon) == ("Norton", 10.0, 20.0)
    assert (event.date_start, event.date_end) == (later(0), later(0))


def test_what_nobody_tells_is_none() -> None:
    (event,) = link([record("a", "", "", place=None, place_country=None, date_start=None)]).events
    assert (event.place, event.date_start, event.killed, event.actors) == (None, None, None, ())


def test_the_first_report_is_the_first_published() -> None:
    (event,) = link([record("a", published=later(1)), record("b", published=later(0))]).events
    assert (event.first_report, event.records) == ("r-b", ("b", "a"))
