"""Tables of the field, read back as their readers do."""

import csv
import io
from pathlib import Path

import pandas
import pytest

from onrecord.export import FORMATS, Selection
from tests.export.samples import FORMULA, MARCH, OLD, STRIKE, TALKS, made, write

POLECAT = [
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Intensity",
    "Quad Code",
    "Contexts",
    "Actor Name",
    "Actor Country",
    "Actor COW",
    "Primary Actor Sector",
    "Actor Sectors",
    "Actor Title",
    "Actor Name Raw",
    "Wikipedia Actor ID",
    "Recipient Name",
    "Recipient Country",
    "Recipient COW",
    "Primary Recipient Sector",
    "Recipient Sectors",
    "Recipient Title",
    "Recipient Name Raw",
    "Wikipedia Recipient ID",
    "Placename",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "GeoNames ID",
    "Raw Placename",
    "Feature Type",
    "Source",
    "Publication Date",
    "Story People",
    "Story Organizations",
    "Story Locations",
    "Language",
    "Version",
]
ICEWS = [
    "Event ID",
    "Event Date",
    "Source Name",
    "Source Sectors",
    "Source Country",
    "Event Text",
    "CAMEO Code",
    "Intensity",
    "Target Name",
    "Target Sectors",
    "Target Country",
    "Story ID",
    "Sentence Number",
    "Publisher",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
]
ACLED = [
    "event_id_cnty",
    "event_date",
    "year",
    "time_precision",
    "disorder_type",
    "event_type",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "inter1",
    "actor2",
    "assoc_actor_2",
    "inter2",
    "interaction",
    "civilian_targeting",
    "iso",
    "region",
    "country",
    "admin1",
    "admin2",
    "admin3",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "source",
    "source_scale",
    "notes",
    "fatalities",
    "tags",
    "timestamp",
]
MENTIONS = [
    "GlobalEventID",
    "EventTimeDate",
    "MentionTimeDate",
    "MentionType",
    "MentionSourceName",
    "MentionIdentifier",
    "SentenceID",
    "Actor1CharOffset",
    "Actor2CharOffset",
    "ActionCharOffset",
    "InRawText",
    "Confidence",
    "MentionDocLen",
    "MentionDocTone",
    "MentionDocTranslationInfo",
    "Extras",
]
ALL = Selection()


def frame(path: Path, **options: object) -> pandas.DataFrame:
    return pandas.read_csv(path, dtype=str, keep_default_na=False, **options)  # type: ignore[call-overload,no-any-return]


@pytest.mark.parametrize(
    ("name", "columns"), [("polecat", POLECAT), ("icews", ICEWS), ("acled", ACLED), ("gdelt-mentions", MENTIONS)]
)
def test_columns_are_spelled_and_ordered_as_readers_expect(name: str, columns: list[str]) -> None:
    assert FORMATS[name].tables[0].names == columns


def test_polecat(tmp_path: Path) -> None:
    rows = frame(write("polecat", tmp_path), sep="\t", encoding="ISO-8859-1")
    assert list(rows.columns) == POLECAT
    assert sorted(rows["Event Type"]) == ["ASSAULT", "ASSAULT", "COERCE", "CONSULT"]
    strike = rows[rows["Event Mode"] == "aerial"].iloc[0]
    assert (strike["Event Date"], strike["Actor Country"], strike["Actor COW"]) == ("2023-03-06", "RUS;BLR", "365;370")
    assert (strike["Primary Actor Sector"], strike["Recipient Name"], strike["Quad Code"]) == (
        "MIL",
        "a power plant",
        "4",
    )
    assert (float(strike["Intensity"]), strike["Raw Placename"], strike["Country"]) == (-9.5, "Kharkiv", "UKR")
    assert round(float(strike["Latitude"])) == 50
    assert strike["Source"] == "Example Wire"


def test_polecat_quotes_nothing_and_has_forty_cells_a_line(tmp_path: Path) -> None:
    hostile = made(
        '{m1 RUS MIL|The\t"Wolves",\nа unit} {e1 ASSAULT actor=m1|struck} Kyiv.',
        id="x\ty\r\nz",
        source="a\x85b\u2028c\x00d",
    )
    path = write("polecat", tmp_path, [hostile])
    lines = path.read_bytes().decode("latin-1").split("\n")
    assert lines[-1] == ""
    assert [len(line.split("\t")) for line in lines[:-1]] == [40, 40]
    assert '"' not in lines[1]
    assert list(csv.reader(io.StringIO(lines[1]), delimiter="\t")) == [lines[1].split("\t")]


def test_polecat_folds_what_latin_1_lacks(tmp_path: Path) -> None:
    text = (
        "{m1 TUR GOV|President Erdoğan’s “Öz” 政府} {e1 CONSULT/visit actor=m1 recipient=m2|visited} {m2 POL GOV|Łódź}."
    )
    row = frame(write("polecat", tmp_path, [made(text)]), sep="\t", encoding="ISO-8859-1").iloc[0]
    assert row["Actor Name"] == "President Erdogan's 'Öz' ??"
    assert row["Recipient Name"].endswith("ódz")


def test_folding_brings_forth_no_formula(tmp_path: Path) -> None:
    """A fullwidth equals sign becomes a plain one in Latin-1."""
    row = frame(
        write("polecat", tmp_path, [made("{m1 RUS MIL|＝1+1} {e1 ASSAULT actor=m1|struck} Kyiv.")]),
        sep="\t",
        encoding="ISO-8859-1",
    ).iloc[0]
    assert row["Actor Name"] == "'=1+1"


def test_icews_has_a_row_for_each_pair(tmp_path: Path) -> None:
    rows = frame(write("icews", tmp_path, [made(STRIKE)]), sep="\t")
    assert list(rows.columns) == ICEWS
    assert list(zip(rows["Source Country"], rows["Target Name"], strict=True)) == [
        ("Russia", "a power plant"),
        ("Belarus", "a power plant"),
    ]
    assert set(rows["CAMEO Code"]) == {"195"}
    assert set(rows["Source Sectors"]) == {"Government,Military"}
    assert rows["Event ID"].is_unique
    assert set(rows["Sentence Number"]) == {"1"}


def test_leading_zeros_of_cameo_codes_are_kept(tmp_path: Path) -> None:
    assert set(frame(write("icews", tmp_path, [made(TALKS)]), sep="\t")["CAMEO Code"]) == {"040"}


def test_symmetric_events_once_or_both_ways(tmp_path: Path) -> None:
    once = frame(write("icews", tmp_path, [made(TALKS)]), sep="\t")
    both = frame(write("icews", tmp_path, [made(TALKS)], both_ways=True), sep="\t")
    pairs = list(zip(once["Source Country"], once["Target Country"], strict=True))
    assert pairs == [("France", "Germany"), ("France", "Poland"), ("Germany", "Poland")]
    assert set(zip(both["Source Country"], both["Target Country"], strict=True)) == {
        *pairs,
        *((b, a) for a, b in pairs),
    }
    assert both["Event ID"].is_unique
    assert set(once["Event ID"]) < set(both["Event ID"])


def test_gdelt_events_and_mentions_join(tmp_path: Path) -> None:
    columns = FORMATS["gdelt-events"].tables[0].names
    assert len(columns) == 61
    events = frame(write("gdelt-events", tmp_path), sep="\t", header=None, names=columns)
    mentions = frame(write("gdelt-mentions", tmp_path), sep="\t", header=None, names=MENTIONS)
    joined = events.merge(mentions, on="GlobalEventID")
    assert len(joined) == len(events) == len(mentions)
    assert events["GlobalEventID"].is_unique
    assert all(int(number) < 2**53 for number in events["GlobalEventID"])
    row = joined[joined["EventCode"] == "195"].iloc[0]
    assert (row["Actor1Code"], row["Actor1CountryCode"], row["Actor1Type1Code"]) == ("RUSMIL", "RUS", "MIL")
    assert (row["Day"], row["MonthYear"], row["Year"], row["FractionDate"]) == (
        "20230306",
        "202303",
        "2023",
        "2023.263",
    )
    assert (row["EventBaseCode"], row["EventRootCode"], row["QuadClass"], row["IsRootEvent"]) == ("195", "19", "4", "1")
    assert (row["ActionGeo_Type"], row["ActionGeo_CountryCode"], row["ActionGeo_FullName"]) == (
        "4",
        "UP",
        "Kharkiv, Ukraine",
    )
    assert row["MentionIdentifier"] == row["SOURCEURL"] == "https://example.org/a/strike"
    coding = made(STRIKE)
    assert coding.report.text[int(row["ActionCharOffset"]) :].startswith("struck")
    assert coding.report.text[int(row["Actor2CharOffset"]) :].startswith("a power plant")
    assert int(row["MentionDocLen"]) == len(coding.report.text)
    assert set(events["AvgTone"]) == {""}


@pytest.mark.parametrize(("name", "expected"), [("Kharkiv", "4"), ("Lviv Oblast", "5"), ("Ukraine", "1")])
def test_gdelt_tells_kinds_of_places(tmp_path: Path, name: str, expected: str) -> None:
    body = f"{{m1 UKR CVL|Residents}} {{e1 PROTEST/demo actor=m1 at=p1|marched}} in {{p1 UKR|{name}}}."
    columns = FORMATS["gdelt-events"].tables[0].names
    row = frame(write("gdelt-events", tmp_path, [made(body)]), sep="\t", header=None, names=columns).iloc[0]
    assert row["ActionGeo_Type"] == expected


def test_the_host_stands_for_a_missing_publisher(tmp_path: Path) -> None:
    codings = [
        made(OLD, id="a", url="https://news.example.org/x"),
        made(OLD, id="b", url="http://[broken"),
        made(OLD, id="c"),
    ]
    mentions = frame(write("gdelt-mentions", tmp_path, codings), sep="\t", header=None, names=MENTIONS)
    assert list(mentions["MentionSourceName"]) == ["news.example.org", "", ""]
    assert list(mentions["MentionIdentifier"]) == ["https://news.example.org/x", "http://[broken", "c"]
    assert list(mentions["MentionType"]) == ["1", "1", ""]


def test_cameo(tmp_path: Path) -> None:
    rows = frame(write("cameo", tmp_path, selection=ALL))
    row = rows[rows["record"] == made(OLD, id="old").records[0].id].iloc[0]
    assert (row["source_code"], row["target_code"], row["cameo"], row["cameo_root"]) == (
        "KENCOP",
        "KENCVL",
        "173",
        "17",
    )
    assert (row["quad_class"], row["score"], row["date"]) == ("4", "-7", "2007-01-01")
    assert set(rows["factuality"]) == {"asserted", "denied", "planned"}
    unknown = rows[rows["factuality"] == "planned"].iloc[0]
    assert (unknown["source_code"], unknown["source_country"], unknown["target_name"]) == ("", "", "")


def test_acled(tmp_path: Path) -> None:
    rows = frame(write("acled", tmp_path))
    assert list(rows.columns) == ACLED
    row = rows[rows["location"] == "Kharkiv"].iloc[0]
    assert (row["event_type"], row["sub_event_type"]) == ("Explosions/Remote violence", "Air/drone strike")
    assert (row["inter1"], row["inter2"], row["interaction"]) == (
        "External/Other forces",
        "Civilians",
        "External/Other forces-Civilians",
    )
    assert (row["civilian_targeting"], row["fatalities"], row["iso"], row["region"]) == (
        "Civilian targeting",
        "2",
        "804",
        "Europe",
    )
    assert (row["time_precision"], row["geo_precision"], row["year"]) == ("1", "1", "2023")
    assert (row["assoc_actor_1"], row["source"]) == ("Belarusian pilots", "Example Wire; Ukrinform; the mayor")
    assert row["event_id_cnty"].startswith("UKR")
    assert "CONSULT" not in " ".join(rows["notes"])
    arrest = rows[rows["sub_event_type"] == "Arrests"].iloc[0]
    assert (arrest["time_precision"], arrest["fatalities"]) == ("", "")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("{m1 COD REB|Rebels} {e1 ASSAULT/firearms actor=m1 recipient=m2|shot at} {m2 COD MIL|soldiers}.", ("Battles", "Armed clash", "")),
        ("{m1 COD REB|Rebels} {e1 ASSAULT/firearms actor=m1 recipient=m2|shot at} {m2 COD CVL|villagers}.", ("Violence against civilians", "Attack", "Civilian targeting")),
        ("{m1 COD REB|Rebels} and {m2 COD MIL|soldiers} {e1 ASSAULT actor=m1,m2|clashed}.", ("Battles", "Armed clash", "")),
        ("{m1 COD REB|Rebels} {e1 ASSAULT actor=m1|attacked} again.", ("", "", "")),
        ("{m1 COD CVL|Youths} {e1 PROTEST/riot actor=m1|rioted}.", ("Riots", "Violent demonstration", "")),
    ],
)  # fmt: skip
def test_acled_types_depend_on_the_target(tmp_path: Path, body: str, expected: tuple[str, str, str]) -> None:
    row = frame(write("acled", tmp_path, [made(body)])).iloc[0]
    assert (row["event_type"], row["sub_event_type"], row["civilian_targeting"]) == expected


@pytest.mark.parametrize(
    "name",
    ["polecat", "icews", "gdelt-events", "gdelt-mentions", "cameo", "acled", "csv", "r-csv", "statements", "gephi"],
)
def test_no_cell_is_a_formula(tmp_path: Path, name: str) -> None:
    quote = "{m1 RUS GOV|=cmd calc} {c1 by=m1 says=q1|said} {q1|+1+1 is what they all know}."
    path = write(
        name, tmp_path, [made(FORMULA, id="=1+1", source="+wire", url="@x", title="-2+3"), made(quote, id="-1;=A1")]
    )
    separator = "\t" if FORMATS[name].suffix in ("txt", "tab", "export.CSV", "mentions.CSV") else ","
    found = 0
    for file in sorted(path.iterdir()) if path.is_dir() else [path]:
        text = file.read_text(encoding="iso-8859-1" if name == "polecat" else "utf-8")
        for row in csv.reader(io.StringIO(text), delimiter=separator):
            for cell in row:
                found += cell.startswith("'")
                assert not cell.startswith(("=", "+", "@", "\t")), cell
                assert not cell.startswith("-") or cell[1:].replace(".", "").isdigit(), cell
    assert found


def test_formats_of_deeds_hold_asserted_records_only(tmp_path: Path) -> None:
    for name, form in FORMATS.items():
        if form.deeds and form.unit in ("records", "pairs") and name != "geojson":
            path = write(name, tmp_path, [made(MARCH)])
            assert len(path.read_text("latin-1").splitlines()) == (0 if name.startswith("gdelt") else 1), name
    assert len(frame(write("csv", tmp_path, [made(MARCH)]))) == 1


def test_an_unknown_date_is_no_day(tmp_path: Path) -> None:
    """Nothing stands for a day that nobody knows, least of all that of publication."""
    coding = made(MARCH)
    assert coding.records[0].date is None
    assert coding.report.published is not None
    row = frame(write("polecat", tmp_path, [coding], ALL), sep="\t").iloc[0]
    assert (row["Event Date"], row["Publication Date"]) == ("", "2023-03-09")


def test_more_pairs_than_a_record_can_have_are_counted(tmp_path: Path) -> None:
    from dataclasses import replace  # noqa: PLC0415

    from onrecord.export import export  # noqa: PLC0415

    coding = made(TALKS)
    record = replace(coding.records[0], actors=coding.records[0].actors * 40)
    tally = export([replace(coding, records=(record,))], FORMATS["cameo"], tmp_path / "x.csv")
    assert tally.rows == 1000
    assert sum(tally.left_out.values()) == 120 * 119 // 2 - 1000
