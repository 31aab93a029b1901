import pytest

from onrecord.model import Place
from tests.resolve.build import code


def place(body: str) -> Place | None:
    return code(body).records[0].place


def strike_at(label: str, name: str, rest: str = "") -> Place:
    found = place(
        f"{{m1 - MIL|The crew}} {{e1 ASSAULT/aerial actor=m1 at=p1|bombed}} targets in {{{label}|{name}}}{rest}."
    )
    assert found is not None
    return found


def test_no_place_where_none_is_linked() -> None:
    assert place("{m1 RUS MIL|Soldiers} from {p1 RUS|Moscow} {e1 ASSAULT actor=m1|shelled} the town.") is None


@pytest.mark.parametrize(
    ("name", "country"),
    [("Kharkiv", "UKR"), ("Nairobi", "KEN"), ("S\u00e3o Paulo", "BRA"), ("Lom\u00e9", "TGO"), ("Odessa", "UKR")],
)
def test_a_city_has_country_and_coordinates(name: str, country: str) -> None:
    found = strike_at("p1 -", name)
    assert (found.name, found.country, found.basis) == (name, country, "arc")
    assert found.lat is not None
    assert found.lon is not None
    assert found.geonames
    assert -90 <= found.lat <= 90
    assert -180 <= found.lon <= 180
    assert [span.text for span in found.spans] == [name]


def test_a_state_is_put_at_its_centre_and_says_so() -> None:
    found = strike_at("p1 -", "Syria")
    assert (found.country, found.precision, found.geonames) == ("SYR", "country", 163843)
    assert (found.lat, found.lon) == (35.0, 38.0)


@pytest.mark.parametrize(
    ("name", "precision", "admin1"),
    [
        ("Kharkiv", "city", "Kharkiv Oblast"),
        ("Kharkiv Oblast", "province", "Kharkiv Oblast"),
        ("the Sahel", "other", None),
    ],
)
def test_precision_and_region(name: str, precision: str, admin1: str | None) -> None:
    found = strike_at("p1 -", name)
    assert found.precision == precision
    assert found.lat is not None
    if precision == "province":
        assert found.admin1 == admin1
    if admin1 is None:
        assert (found.admin1, found.country) == (None, None)


def test_the_region_beside_a_town_settles_it() -> None:
    found = strike_at("p1 -", "Paris, Texas")
    assert (found.name, found.country, found.admin1, found.precision) == ("Paris, Texas", "USA", "Texas", "city")


def test_of_two_places_in_one_phrase_the_narrower_gives_the_point() -> None:
    found = strike_at("p1 -", "Goma in North Kivu")
    assert found.precision == "city"
    assert found.country == "COD"


def test_an_unknown_name_has_no_country_and_no_point() -> None:
    found = strike_at("p1 -", "Qzxyburg")
    assert (found.name, found.country, found.lat, found.geonames) == ("Qzxyburg", None, None, None)


def test_the_report_settles_an_ambiguous_name() -> None:
    rest = ". {m2 LBN GOV|Lebanon} protested, and {m3 LBN GOV|the Lebanese government} asked {m4 LBN MIL|the Lebanese army} to act"
    assert strike_at("p1 -", "Zahle", rest).country == "LBN"


def test_a_party_can_be_the_place() -> None:
    found = place("{m1 RUS MIL|Russian forces} {e1 ASSAULT actor=m1 recipient=m2 at=m2|shelled} {m2 UKR -|Kharkiv}.")
    assert found is not None
    assert (found.name, found.country, found.basis) == ("Kharkiv", "UKR", "mention")


def test_a_pronoun_for_a_place_is_named() -> None:
    found = place(
        "{m2 UKR -|Kharkiv} was calm until {m1 RUS MIL|soldiers} {e1 ASSAULT actor=m1 at=m3|shelled} {m3 =m2|it}."
    )
    assert found is not None
    assert found.name == "Kharkiv"
    assert [span.text for span in found.spans] == ["it", "Kharkiv"]


def test_the_first_of_two_places_counts_and_a_second_telling_gives_one() -> None:
    two = place("{m1 - MIL|The crew} {e1 ASSAULT actor=m1 at=p1,p2|bombed} {p1 UKR|Kharkiv} and {p2 UKR|Odesa}.")
    assert two is not None
    assert two.name == "Kharkiv"
    later = place("{m1 - MIL|The crew} {e1 ASSAULT actor=m1 at=p1|bombed} it. {e1|The raid} on {p1 UKR|Odesa} went on.")
    assert later is not None
    assert later.name == "Odesa"


@pytest.mark.parametrize("name", ["the bridge", "the airport", "the north", "the area", "the highlands"])
def test_a_plain_noun_is_no_city(name: str) -> None:
    found = strike_at("p1 -", name)
    assert (found.country, found.lat, found.geonames) == (None, None, None)


@pytest.mark.parametrize(
    ("name", "country"), [("Abuja airport", "NGA"), ("the port of Odesa", "UKR"), ("a hotel in central Nairobi", "KEN")]
)
def test_a_spot_in_a_city_is_in_its_country(name: str, country: str) -> None:
    assert strike_at("p1 -", name).country == country


def test_the_seat_of_a_government_is_in_its_country() -> None:
    assert strike_at("p1 -", "the White House").country == "USA"


def test_without_an_arc_the_place_that_follows_in_the_clause_counts() -> None:
    found = place(
        "{m1 - COP|Police} {e1 COERCE/arrest actor=m1 recipient=m2|arrested} {m2 - CVL|two men} in Kano on Monday."
    )
    assert found is not None
    assert (found.name, found.country, found.basis) == ("Kano", "NGA", "sentence")
    assert [span.text for span in found.spans] == ["Kano"]


@pytest.mark.parametrize(
    "rest",
    [
        "{m2 - CVL|two men}, a court in Kano said.",  # another clause
        "{m2 - CVL|two men}. Kano was calm.",  # another sentence
        "{m2 - CVL|two men} from Kano.",  # where they come from
        "{m2 - CVL|two men} of the Kano State Police.",  # a name inside another
        "{m2 - CVL|two men} after months of long and fruitless searches all over the country in Kano.",  # too far
        "{m2 - CVL|two Nigerians} in hiding.",  # a people
    ],
)
def test_other_places_are_not_guessed(rest: str) -> None:
    assert place(f"{{m1 - COP|Police}} {{e1 COERCE/arrest actor=m1 recipient=m2|arrested}} {rest}") is None


def test_words_have_no_place_of_their_own() -> None:
    assert (
        place(
            "{m1 - GOV|The minister} {e1 ACCUSE/disapprove actor=m1 recipient=m2|criticised} {m2 - GOV|them} in Kano."
        )
        is None
    )


@pytest.mark.parametrize(
    ("marked", "rest", "name"),
    [
        ("its embassy in", " Tehran", "its embassy in Tehran"),
        ("a dam in", " the hills, far from Tehran", "a dam in"),
        ("the port", " in Odesa", "the port"),
    ],
)
def test_a_place_that_ends_in_a_preposition_takes_the_name_after_it(marked: str, rest: str, name: str) -> None:
    found = strike_at("p1 -", marked, rest)
    assert found.name == name
    assert found.spans[0].text == name


# --- places without a name --------------------------------------------------------------------------------------

HEAD = "{p8 UKR|KYIV}, March 9 - {m8 UKR GOV|Ukraine} {e8 AGREE actor=m8|agreed} to it in {p9 UKR|Kharkiv} in {p7 UKR|Kharkiv Oblast}. "


def nameless(words: str) -> Place | None:
    body = f"{HEAD}{{m1 UKR MIL|The crew}} {{e1 COERCE/seize actor=m1 at=p1|seized}} {{p1 -|{words}}}."
    return next(record.place for record in code(body).records if record.category == "COERCE")


@pytest.mark.parametrize(
    ("words", "name", "precision"),
    [
        ("the airport", "Kharkiv", "city"),
        ("the capital", "KYIV", "city"),
        ("the region", "Kharkiv Oblast", "province"),
        ("Odesa airport", "Odesa airport", "city"),
    ],
)
def test_a_place_without_a_name_is_one_named_before(words: str, name: str, precision: str) -> None:
    found = nameless(words)
    assert found is not None
    assert (found.name, found.precision, found.country) == (name, precision, "UKR")
    assert found.spans[0].text == words
    assert found.lat is not None


def test_a_place_without_a_name_where_nothing_is_named() -> None:
    found = place("{m1 UKR MIL|The crew} {e1 COERCE/seize actor=m1 at=p1|seized} {p1 -|the airport}.")
    assert found is not None
    assert (found.name, found.lat) == ("the airport", None)


def test_a_capital_that_speaks_is_no_place() -> None:
    body = "{m2 FRA GOV|Paris} {e2 ACCUSE actor=m2|objected}. {m1 UKR MIL|The crew} {e1 COERCE/seize actor=m1 at=p1|seized} {p1 -|the airport}."
    found = next(record.place for record in code(body).records if record.category == "COERCE")
    assert found is not None
    assert found.name == "the airport"


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("{m1 RUS GOV|Moscow} denied it after the Salisbury {e1 ASSAULT|attack}.", "Salisbury"),
        ("Soldiers from Salisbury {e1 ASSAULT|attacked} it.", None),
        ("{m1 GBR JUD|The Salisbury court} {e1 ASSAULT|attacked} it.", None),
        ("After Salisbury, {e1 ASSAULT|attacks} ceased.", None),
    ],
)
def test_a_town_lends_its_name_to_an_event(body: str, name: str | None) -> None:
    found = place(body)
    assert (found.name if found else None) == name
