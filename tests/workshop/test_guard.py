"""Nobody comes in by another name, from another page, or with more than is allowed; and no answer tells of the inside."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from experiments.workshop.requests import MOST_BYTES
from experiments.workshop.server.addresses import EVERY, opening, own_addresses, with_port
from experiments.workshop.server.app import make_app
from experiments.workshop.server.behind import Behind
from experiments.workshop.server.guard import EACH, POLICY
from tests.torture.requests import INSIDE, answered
from tests.workshop.hostile import hostile_hosts, hostile_origins
from tests.workshop.serving import HOST, OPENED, ORIGIN, QUERY, live_runs, posted, served

COUNT = 300
"""`make torture` sends 10,000."""


def closed() -> TestClient:
    """The application before anything is loaded behind it: who is refused needs none of it."""
    return TestClient(make_app(Behind(live_runs), OPENED), base_url=ORIGIN, raise_server_exceptions=False)


def test_two_hundred_hosts_that_are_not_ours_are_refused_each_with_the_same_words() -> None:
    client, hosts = closed(), hostile_hosts(OPENED.hosts)
    assert len(hosts) >= 200
    told = set()
    for host in hosts:
        answer = client.get("/api/texts", headers={"Host": host.encode("utf-8", "surrogateescape")})
        assert answer.status_code == 421, (host, answer.status_code)
        told.add(answer.text)
    assert len(told) == 1 and "8420" not in told.pop()  # nothing of what was sent, and no name by which we are reached


def test_two_hundred_origins_that_are_not_ours_may_post_and_read_nothing() -> None:
    client, origins = closed(), hostile_origins(ORIGIN, OPENED.hosts)
    assert len(origins) >= 200
    for origin in origins:
        headers = {"Origin": origin.encode("utf-8"), "Content-Type": "application/json"}
        assert client.post("/api/ask", content=b"{}", headers=headers).status_code == 403, origin
        assert client.get("/api/texts", headers=headers).status_code == 403, origin


def test_a_post_without_an_origin_is_refused_and_so_is_another_site_that_hides_it() -> None:
    client = closed()
    assert client.post("/api/ask", json={}).status_code == 403
    for site in ("cross-site", "same-site", "CROSS-SITE", ""):
        assert client.get("/api/start", headers={"Sec-Fetch-Site": site}).status_code == 403, site
        assert client.post("/api/ask", json={}, headers={"Origin": ORIGIN, "Sec-Fetch-Site": site}).status_code == 403, site
    assert client.get("/api/texts", headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200
    assert client.get("/explore", headers={"Sec-Fetch-Site": "cross-site"}).status_code != 403  # a link in a mail leads here


def test_our_own_names_are_let_in_and_an_origin_must_be_the_one_that_was_asked() -> None:
    client = closed()
    for host in OPENED.hosts:
        assert client.get("/api/texts", headers={"Host": host}).status_code == 200
        other = next(name for name in OPENED.hosts if name != host)
        for origin, code in ((host, 400), (other, 403)):
            answer = client.post("/api/ask", content=b"[]", headers={"Host": host, "Origin": f"http://{origin}", "Content-Type": "application/json"})
            assert answer.status_code == code, (host, origin)


def test_headers_that_may_be_given_once_are_refused_twice() -> None:
    client = closed()
    for name, values in (("Host", [HOST, HOST]), ("Origin", [ORIGIN, "http://evil.example"]), ("Sec-Fetch-Site", ["same-origin", "same-origin"])):
        headers = [*([] if name == "Host" else [("Host", HOST)]), *((name, value) for value in values)]
        assert client.get("/api/texts", headers=headers).status_code == 400, name


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"])
def test_other_methods_are_refused(method: str) -> None:
    assert closed().request(method, "/api/texts", headers={"Origin": ORIGIN}).status_code == 405


def test_every_answer_carries_the_policy_for_content_and_what_is_asked_is_not_stored() -> None:
    client = closed()
    for answer in (client.get("/api/texts"), client.get("/nothing"), client.get("/api/nothing"), client.get("/", headers={"Host": "evil.example"}), client.get("/explore")):
        assert answer.headers["content-security-policy"] == POLICY and "unsafe" not in POLICY
        assert answer.headers["x-content-type-options"] == "nosniff" and answer.headers["referrer-policy"] == "no-referrer"
        assert "server" not in answer.headers
    assert client.get("/api/texts").headers["cache-control"] == "no-store"


def test_a_body_is_json_and_bounded_whatever_its_length_is_said_to_be() -> None:
    client = closed()
    headers = {"Origin": ORIGIN, "Content-Type": "application/json"}

    def pieces() -> object:
        for _ in range(40):
            yield b" " * 16_384

    assert client.post("/api/ask", content=b" " * (MOST_BYTES + 1), headers=headers).status_code == 413
    assert client.post("/api/ask", content=pieces(), headers=headers).status_code == 411  # in pieces, without a length
    assert client.post("/api/ask", content=b"{}", headers={**headers, "Content-Encoding": "gzip"}).status_code == 415
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json; charset=gbk", ""):
        assert client.post("/api/ask", content=b"{}", headers={**headers, "Content-Type": kind}).status_code == 415, kind


def test_malformed_requests_are_refused_and_no_answer_tells_of_the_inside() -> None:
    assert list(answered(COUNT, seed=20261130)) == []


def test_a_fault_of_the_program_is_told_to_the_host_alone(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def broken(_self: object) -> None:
        raise ZeroDivisionError("a secret of the inside")

    with served() as client:
        posted(client, "/api/ask", {"query": QUERY, "until": "first"})
        monkeypatch.setattr(Behind, "start", broken)
        answer = client.get("/api/start")
        assert answer.status_code == 500 and "secret" not in answer.text and answer.json()["error"]["text"]
    assert "a secret of the inside" in capsys.readouterr().err


def test_a_path_leads_to_no_file_outside_the_pages() -> None:
    client = closed()
    for path in ("/static/../server/app.py", "/static/%2e%2e/server/app.py", "/static/..%2fserver%2fapp.py", "/static//etc/passwd", "/static/%00", "/static/.git", "/static/js",
                 "/static/..\\server\\app.py", "/static/" + "a" * 5000, "/%2e%2e/%2e%2e/etc/passwd", "/static/css/../../texts.py"):  # fmt: skip
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert not INSIDE.search(answer.text)


def test_more_than_so_many_requests_of_one_address_wait_for_no_answer() -> None:
    from experiments.workshop.requests import Refusal
    from experiments.workshop.server.guard import Guard

    guard = Guard(closed().app, OPENED)
    guard.under_way["10.0.0.9"] = EACH
    with pytest.raises(Refusal):
        guard._check_room("10.0.0.9")
    guard._check_room("10.0.0.8")


def test_what_is_opened_is_told_address_by_address() -> None:
    assert opening("127.0.0.1", 8420).hosts == ("localhost:8420", "127.0.0.1:8420") and opening("localhost", 1).is_loopback
    assert opening("10.1.2.3", 8420).hosts == ("10.1.2.3:8420",) and not opening("10.1.2.3", 8420).is_loopback
    assert opening("127.0.0.1", 80).hosts == ("localhost:80", "127.0.0.1:80", "localhost", "127.0.0.1")
    every = opening(EVERY[0], 8420)
    assert set(every.hosts) == {f"{name}:8420" for name in (*own_addresses(), "127.0.0.1", "localhost")} and every.is_every
    assert opening("::1", 8420).hosts == ("[::1]:8420",)
    for wrong in ("evil.example", "", "10.0.0", "10.0.0.1:80", "http://10.0.0.1"):
        with pytest.raises(ValueError):
            opening(wrong, 8420)


def test_a_body_in_pieces_is_refused_before_a_byte_of_it_is_read_and_the_connection_is_closed() -> None:
    client = closed()
    answer = client.post("/api/ask", content=iter([b"{}"]), headers={"Origin": ORIGIN, "Content-Type": "application/json"})
    assert answer.status_code == 411 and answer.headers["connection"] == "close"
    large = client.post("/api/ask", content=b" " * (MOST_BYTES + 1), headers={"Origin": ORIGIN, "Content-Type": "application/json"})
    assert large.status_code == 413 and large.headers["connection"] == "close"


def test_a_laptop_that_woke_in_another_network_is_reached_by_its_new_address_and_by_no_name() -> None:
    every = make_app(Behind(live_runs), opening(EVERY[0], 8420))
    here = TestClient(every, base_url="http://192.168.77.5:8420", raise_server_exceptions=False)  # where the connection came in
    assert here.get("/api/texts").status_code == 200
    assert here.post("/api/ask", content=b"[]", headers={"Origin": "http://192.168.77.5:8420", "Content-Type": "application/json"}).status_code == 400
    for host in ("evil.example:8420", "192.168.77.6:8420", "192.168.77.5", "192.168.77.5:80", "192.168.77.5.nip.io:8420"):
        assert here.get("/api/texts", headers={"Host": host}).status_code == 421, host
    alone = TestClient(make_app(Behind(live_runs), OPENED), base_url="http://192.168.77.5:8420", raise_server_exceptions=False)
    assert alone.get("/api/texts").status_code == 421
    assert with_port("fd00::7", 8420) == "[fd00::7]:8420" and with_port("::ffff:10.0.0.7", 80) == "10.0.0.7"


def test_a_code_is_drawn_for_what_a_code_holds_and_told_for_what_it_does_not() -> None:
    client = closed()
    assert client.get("/api/qr", params={"text": ORIGIN + "/join?room=AAAA"}).status_code == 200
    answer = client.get("/api/qr", params={"text": ORIGIN + "/explore?" + "\u4e2d" * 1900})
    assert answer.status_code == 400 and answer.json()["error"]["mend"]
    assert client.get("/api/qr", params={"text": "http://evil.example/"}).status_code == 400
