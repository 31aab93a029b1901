from __future__ import annotations

import inspect
import socket
import threading
from pathlib import Path

import pytest

from onrecord.explorer import Api, Client, Explorer
from onrecord.explorer.errors import ExplorerError, PortInUseError, RemoteError
from onrecord.explorer.serving import Background, listen
from tests.explorer.build import world


def same(one: Api, other: Api, folder: Path) -> None:
    """Both give the same JSON."""
    assert one.store() == other.store()
    assert one.codebook() == other.codebook()
    assert one.overview("week", who=["RUS", "UKR"], undated=True) == other.overview(
        "week", who=["RUS", "UKR"], undated=True
    )
    assert one.records(1, 3, "place", sector="MIL") == other.records(1, 3, "place", sector="MIL")
    assert one.events(category="ASSAULT") == other.events(category="ASSAULT")
    assert one.event("e1") == other.event("e1")
    for coding in world():
        assert one.report(coding.report.id) == other.report(coding.report.id)
    assert one.search("army") == other.search("army")
    assert one.resolve("r1", "party", 0, 6) == other.resolve("r1", "party", 0, 6)
    assert one.agreement() == other.agreement()
    assert (
        one.export("csv", folder / "a", who="RUS").read_bytes()
        == other.export("csv", folder / "b", who="RUS").read_bytes()
    )
    assert one.passages(folder / "c").read_bytes() == other.passages(folder / "d").read_bytes()


def test_here_and_afar_are_the_same(explorer: Explorer, tmp_path: Path) -> None:
    with Background(explorer) as address:
        same(explorer, Client(address), tmp_path)


def test_both_have_every_method_with_the_same_parameters() -> None:
    for name, wanted in inspect.getmembers(Api, inspect.isfunction):
        if not name.startswith("_"):
            for kind in (Explorer, Client):
                found = inspect.signature(getattr(kind, name))
                assert list(found.parameters) == list(inspect.signature(wanted).parameters), (kind, name)


def test_a_judgement_from_afar_is_written(own: Explorer) -> None:
    with Background(own) as address:
        client = Client(address)
        body = {"action": "reject", "report": "r1", "record": "shelled", "reviewer": "Zoë", "last_seen": None}
        assert client.review(body)["reviewer"] == "Zoë"
        with pytest.raises(RemoteError) as raised:
            client.review(body)
        assert (raised.value.status, raised.value.code) == (409, "review-conflict")


def test_faults_of_the_server_are_told(explorer: Explorer) -> None:
    with Background(explorer) as address:
        client = Client(address)
        with pytest.raises(RemoteError, match="no country code") as raised:
            client.overview(who="Russia")
        assert (raised.value.status, raised.value.code) == (400, "request")
        with pytest.raises(RemoteError, match="no report") as raised:
            client.report("none")
        assert raised.value.status == 404
        # Refused here already.
        with pytest.raises(Exception, match="no filter colour"):
            client.overview(colour="red")
    with pytest.raises(RemoteError, match="does not answer"):
        client.store()
    with pytest.raises(RemoteError, match="no address"):
        Client("news")


def test_the_token_in_the_address_is_used(explorer: Explorer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.explorer.serving.is_loopback", lambda _: False)
    with Background(explorer) as address:
        assert "?token=" in address
        assert Client(address).store()["name"] == "news"
        bare = address.partition("?")[0]
        with pytest.raises(RemoteError) as raised:
            Client(bare).store()
        assert raised.value.status == 401
        assert Client(bare, address.partition("token=")[2]).store()["name"] == "news"


def test_many_questions_at_once_are_answered(explorer: Explorer) -> None:
    answers: list[int] = []
    with Background(explorer) as address:
        client = Client(address)

        def ask(number: int) -> None:
            answers.append(
                client.overview(who=("RUS", "UKR", "KEN")[number % 3])["matched"] + client.records(limit=1)["matched"]
            )

        threads = [threading.Thread(target=ask, args=(number,)) for number in range(24)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(set(answers)) == sorted({explorer.overview(who=who)["matched"] + 9 for who in ("RUS", "UKR", "KEN")})
    assert len(answers) == 24


def test_a_port_in_use_is_told() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortInUseError) as raised:
            listen("127.0.0.1", port)
    assert raised.value.code == "port-in-use"
    assert str(port) in raised.value.message
    with pytest.raises(ExplorerError, match="cannot listen"):
        listen("192.0.2.1", 8484)
    free = listen()
    assert free.token is None
    assert free.port > 0
    free.socket.close()
