from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from onrecord.explorer import Explorer
from onrecord.explorer.pages import load_pages
from onrecord.explorer.security import HEADERS, Door
from onrecord.explorer.server import make_app
from onrecord.explorer.serving import Background
from tests.explorer.build import coding, make_store, record, world

ADDRESS = "http://127.0.0.1:8484"
OWN = {"x-onrecord": "1"}
ODD = world()[-1].report.id
IDS = [
    ODD,
    "..",
    ".",
    "a b+c&d=e",
    "100%",
    "\u202e\U0001f4a5\n\t",
    "x" * 10_000,
    "é" * 3_000,
    "a//b",
    "?",
    "#",
    "r%2F1",
    "\\..\\x",
    "null",
]


@pytest.fixture(scope="session")
def client(explorer: Explorer) -> TestClient:
    return TestClient(make_app(explorer, Door.of("127.0.0.1", 8484, None)), base_url=ADDRESS)


def fault(answer: Any, status: int) -> dict[str, str]:
    assert answer.status_code == status, answer.text
    told: dict[str, str] = answer.json()["error"]
    assert told.keys() == {"code", "message", "remedy"}
    assert told["message"]
    return told


def test_answers_are_those_of_the_explorer(client: TestClient, explorer: Explorer) -> None:
    def get(path: str) -> Any:
        answer = client.get(path)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "application/json"
        return answer.json()

    assert get("/api/store") == explorer.store()
    assert get("/api/codebook") == explorer.codebook()
    assert get("/api/overview?who=RUS&who=UKR&unit=month&undated=1") == explorer.overview(
        "month", who=["RUS", "UKR"], undated=True
    )
    assert get("/api/records?offset=2&limit=3&sort=-confidence&sector=MIL") == explorer.records(
        2, 3, "-confidence", sector="MIL"
    )
    assert get("/api/events?standing=disputed&limit=1") == explorer.events(limit=1, standing="disputed")
    assert get("/api/events/e1") == get("/api/event?id=e1") == explorer.event("e1")
    assert get("/api/reports/r1") == get("/api/report?id=r1") == explorer.report("r1")
    assert get("/api/search?q=army&limit=2") == explorer.search("army", 2)


def test_every_bad_parameter_is_named(client: TestClient) -> None:
    for query, named in (
        ("overview?catgory=AID", "'catgory'"), ("overview?unit=decade", "'decade'"), ("overview?since=x", "since"),
        ("records?limit=-1", "limit"), ("records?offset=1.5", "offset"), ("records?sort=rows;--", "sort"), ("events?standing=odd", "'odd'"),
        ("store?who=RUS", "'who'"), ("search", "search"), ("export", "as"), ("export?as=word", "word"), ("report", "id"),
        ("records?unit=day", "'unit'"), ("passages?who=RUS", "'who'"),
    ):  # fmt: skip
        assert named in fault(client.get(f"/api/{query}"), 400)["message"], query


def test_what_is_not_there_is_said_so(client: TestClient) -> None:
    for path in ("/api/reports/none", "/api/report?id=none", "/api/events/none", "/api/nothing", "/nothing.js", "/api"):
        assert fault(client.get(path), 404)["code"] == "not-there", path
    assert client.post("/api/records", headers=OWN, json={}).status_code == 405
    assert client.delete("/api/store").status_code == 405


def test_reports_may_have_any_id(tmp_path: Path) -> None:
    codings = [coding(name, [record(f"record {number}")]) for number, name in enumerate(IDS)]
    explorer = Explorer(make_store(tmp_path / "odd", codings).path)
    with Background(explorer) as address:
        port = int(address.rsplit(":", 1)[1].strip("/"))
        for number, name in enumerate(IDS):
            for path in (f"/api/reports/{quote(name, safe='')}", f"/api/report?id={quote(name, safe='')}"):
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
                connection.request("GET", path)
                answer = connection.getresponse()
                body = json.loads(answer.read())
                assert answer.status == 200, (name[:20], path[:40], body)
                assert body["report"]["id"] == name
                assert body["records"][0]["id"] == f"record {number}"
                connection.close()
            assert explorer.overview(report=name)["matched"] == 1


def test_json_is_valid_whatever_the_reports_hold(tmp_path: Path) -> None:
    text = "<script>alert(1)</script> \u202e \u2028 \x00 \U0001f4a5 half \ud800 ]]> \\ \" '"
    explorer = Explorer(make_store(tmp_path / "hostile", [coding("r", [], text=text, title=text)]).path)
    client = TestClient(make_app(explorer, Door.of("127.0.0.1", 8484, None)), base_url=ADDRESS)
    answer = client.get("/api/reports/r")
    assert json.loads(answer.content.decode("utf-8"))["report"]["text"] == text.replace("\ud800", "\ufffd")
    assert answer.headers["x-content-type-options"] == "nosniff"
    # Also what comes back from a question.
    assert "\\ud800" not in client.get("/api/reports/%ED%A0%80").text


def test_an_export_is_a_file(client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    answer = client.get("/api/export?as=csv&who=RUS")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == 'attachment; filename="news-csv.csv"'
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert answer.text.splitlines()[0].startswith("record,report")
    assert len(answer.text.splitlines()) == 4
    zipped = client.get("/api/export?as=gephi")
    assert zipped.headers["content-type"] == "application/zip"
    assert zipped.content[:2] == b"PK"
    assert client.get("/api/passages").content[:2] == b"PK"
    assert list(tmp_path.iterdir()) == []


def test_a_search_shows_where_the_words_stand(client: TestClient) -> None:
    hits = client.get("/api/search?q=shelled").json()["hits"]
    assert {hit["report"] for hit in hits} == {"r1", "r2", "r3", ODD}
    snippet = hits[0]["snippet"]
    assert [snippet["text"][start:end] for start, end in snippet["marks"]] == ["shelled"]
    # Behind a character of four bytes offsets still count code points.
    snippet = client.get("/api/search?q=denied").json()["hits"][0]["snippet"]
    assert [snippet["text"][start:end] for start, end in snippet["marks"]] == ["denied"]
    assert "\U0001f4a5" in snippet["text"]
    assert client.get("/api/overview?q=nonsense").json()["matched"] == 0
    assert client.get("/api/overview?q=shelled&who=RUS").json()["matched"] == 3


# --- writing ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def writing(own: Explorer) -> Iterator[TestClient]:
    with TestClient(make_app(own, Door.of("127.0.0.1", 8484, None)), base_url=ADDRESS) as client:
        yield client


def test_a_judgement_is_written_once(writing: TestClient) -> None:
    body = {"action": "accept", "report": "r1", "record": "shelled", "reviewer": "Ann", "last_seen": None}
    answer = writing.post("/api/reviews", headers=OWN, json=body)
    assert answer.status_code == 201
    assert answer.json()["action"] == "accept"
    assert fault(writing.post("/api/reviews", headers=OWN, json=body), 409)["code"] == "review-conflict"
    assert fault(writing.post("/api/reviews", headers=OWN, json={**body, "action": "praise"}), 400)["message"]
    assert writing.get("/api/overview?review=accepted").json()["matched"] == 1
    agreement = writing.get("/api/agreement").json()
    assert (agreement["reviewed"], agreement["reviewers"]) == (1, ["Ann"])


def test_words_are_resolved(writing: TestClient) -> None:
    answer = writing.post("/api/resolve", headers=OWN, json={"report": "r2", "kind": "date", "start": 20, "end": 29})
    assert answer.json()["date"]["start"] == "2024-03-04"
    for body in (
        {"report": "r2"},
        {"report": "r2", "kind": "date", "start": 20, "end": 29, "more": 1},
        {"report": 3, "kind": "date", "start": 0, "end": 9},
    ):
        fault(writing.post("/api/resolve", headers=OWN, json=body), 400)


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "3", "null", '{"a": 1', "[" * 100_000, "\ud800".encode("utf-8", "surrogatepass")]
)
def test_what_is_no_json_object_is_refused(writing: TestClient, body: str | bytes) -> None:
    headers = {**OWN, "content-type": "application/json"}
    fault(writing.post("/api/reviews", headers=headers, content=body), 400)


# --- who may ask --------------------------------------------------------------------------------------------------------


def test_every_answer_keeps_the_page_in_its_place(client: TestClient) -> None:
    for path in ("/", "/api/store", "/api/nothing", "/nothing", "/api/records?limit=x", "/api/export?as=csv"):
        answer = client.get(path)
        for name, value in HEADERS.items():
            assert answer.headers[name] == value, (path, name)
        assert path == "/" or not path.startswith("/api") or answer.headers["cache-control"] == "no-store"
    policy = HEADERS["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:8484", "", "127.0.0.1:8484.evil"]
)
def test_only_our_own_names_are_answered(client: TestClient, host: str) -> None:
    assert fault(client.get("/api/store", headers={"host": host}), 403)["code"] == "forbidden"


def test_other_names_of_this_machine_are_ours(client: TestClient) -> None:
    for host in ("localhost:8484", "LOCALHOST:8484", "[::1]:8484"):
        assert client.get("/api/store", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"}, {"origin": "null"}, {"origin": "http://127.0.0.1:9999"}, {"origin": "https://127.0.0.1:8484"},
        {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"},
    ],
)  # fmt: skip
def test_requests_of_other_pages_are_refused(client: TestClient, headers: dict[str, str]) -> None:
    assert client.get("/api/store", headers=headers).status_code == 403
    assert client.post("/api/resolve", headers={**OWN, **headers}, json={}).status_code == 403
    assert client.get("/api/store", headers={"origin": ADDRESS, "sec-fetch-site": "same-origin"}).status_code == 200


def test_a_post_needs_what_only_our_page_can_send(client: TestClient) -> None:
    assert fault(client.post("/api/resolve", json={}), 403)["message"].endswith("X-Onrecord: 1")
    plain = client.post("/api/resolve", headers={**OWN, "content-type": "text/plain"}, content="{}")
    assert "text/plain" in fault(plain, 400)["message"]
    form = client.post("/api/resolve", headers=OWN, data={"report": "r1"})
    assert "x-www-form-urlencoded" in fault(form, 400)["message"]


def test_a_body_is_bounded_whatever_its_length_was_said_to_be(client: TestClient) -> None:
    big = b'{"report": "' + b"x" * 1_100_000 + b'"}'
    headers = {**OWN, "content-type": "application/json"}
    assert fault(client.post("/api/resolve", headers=headers, content=big), 413)["code"] == "too-large"
    assert (
        fault(client.post("/api/resolve", headers=headers, content=iter([big[:600_000], big[600_000:]])), 413)["code"]
        == "too-large"
    )


def test_a_server_that_others_reach_needs_its_token(explorer: Explorer) -> None:
    client = TestClient(
        make_app(explorer, Door.of("192.0.2.1", 8484, "secret")),
        base_url="http://192.0.2.1:8484",
        follow_redirects=False,
    )
    assert fault(client.get("/api/store"), 401)["code"] == "forbidden"
    assert client.get("/").status_code == 401
    assert client.get("/?token=wrong").status_code == 401
    # In the address the token counts for the first page alone, where it is swapped for a cookie.
    assert client.get("/api/store?token=secret").status_code == 401
    assert client.get("/api/store", headers={"authorization": "Bearer secret"}).status_code == 200
    assert client.get("/api/store", headers={"authorization": "Bearer s\u00e9cret".encode()}).status_code == 401
    answer = client.get("/?token=secret")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert client.get("/api/store").status_code == 200
    assert client.get("/api/store", headers={"cookie": 'odd="; onrecord=wrong'}).status_code in (401, 200)


def test_a_server_on_all_addresses_answers_to_none_that_others_chose(explorer: Explorer) -> None:
    client = TestClient(make_app(explorer, Door.of("0.0.0.0", 8484, "secret")), base_url="http://192.0.2.7:8484")
    headers = {"authorization": "Bearer secret"}
    assert client.get("/api/store", headers=headers).status_code == 200
    assert client.get("/api/store", headers={**headers, "host": "[2001:db8::1]:8484"}).status_code == 200
    assert client.get("/api/store", headers={**headers, "host": "rebound.example:8484"}).status_code == 403


# --- pages --------------------------------------------------------------------------------------------------------------


def test_pages_are_served_from_the_package_and_nothing_else(tmp_path: Path, explorer: Explorer) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    root = tmp_path / "static"
    (root / "assets").mkdir(parents=True)
    (root / "index.html").write_text("<!doctype html>")
    (root / "assets" / "main-B1x9_a2c.js").write_text("export {}")
    (root / "assets" / "notes.exe").write_text("no page")
    client = TestClient(make_app(explorer, Door.of("127.0.0.1", 8484, None), load_pages(root)), base_url=ADDRESS)
    assert client.get("/").text == "<!doctype html>"
    assert client.get("/").headers["cache-control"] == "no-cache"
    script = client.get("/assets/main-B1x9_a2c.js")
    assert script.headers["content-type"] == "text/javascript; charset=utf-8"
    assert "immutable" in script.headers["cache-control"]
    assert client.get("/assets/main-B1x9_a2c.js", headers={"if-none-match": script.headers["etag"]}).status_code == 304
    for path in ("/../secret.txt", "/assets/../../secret.txt", "/%2e%2e/secret.txt", "/assets/..%2f..%2fsecret.txt", "/assets/notes.exe",
                 "/assets", "/assets/", "/etc/passwd", "/index.html%00", "/C:\\secret.txt"):  # fmt: skip
        assert client.get(path).status_code == 404, path


def test_pages_that_were_not_built_say_what_to_do(tmp_path: Path, explorer: Explorer) -> None:
    client = TestClient(
        make_app(explorer, Door.of("127.0.0.1", 8484, None), load_pages(tmp_path / "none")), base_url=ADDRESS
    )
    assert "npm run build" in client.get("/").text
    assert client.get("/api/store").status_code == 200


# --- when things go wrong -------------------------------------------------------------------------------------------------


def test_what_takes_too_long_is_given_up(explorer: Explorer, monkeypatch: pytest.MonkeyPatch) -> None:
    free = threading.Event()
    monkeypatch.setattr(Explorer, "store", lambda _: free.wait(10))
    client = TestClient(make_app(explorer, Door.of("127.0.0.1", 8484, None), limit_s=0.05), base_url=ADDRESS)
    begin = time.monotonic()
    assert fault(client.get("/api/store"), 504)["code"] == "too-slow"
    free.set()
    assert time.monotonic() - begin < 8


def test_a_fault_of_our_own_tells_nothing_of_the_inside(explorer: Explorer, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Explorer) -> None:
        raise RuntimeError("inside of the server")

    monkeypatch.setattr(Explorer, "store", fail)
    client = TestClient(
        make_app(explorer, Door.of("127.0.0.1", 8484, None)), base_url=ADDRESS, raise_server_exceptions=False
    )
    assert "inside" not in fault(client.get("/api/store"), 500)["message"]
    assert client.get("/api/codebook").status_code == 200


def test_a_damaged_store_is_told(tmp_path: Path) -> None:
    store = make_store(tmp_path / "damaged")
    explorer = Explorer(store.path)
    explorer.warm()
    for file in (store.path / "records").iterdir():
        file.write_bytes(b"nothing")
    client = TestClient(make_app(explorer, Door.of("127.0.0.1", 8484, None)), base_url=ADDRESS)
    assert fault(client.get("/api/reports/r1"), 500)["code"] == "store-damaged"
    assert client.get("/api/overview").status_code == 200
