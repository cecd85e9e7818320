"""Requests that must be refused: hosts and origins that are not ours, and requests that are malformed for certain."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

PORT = 8420
NAMES = (
    "127.0.0.1", "localhost", "[::1]", "0.0.0.0", "127.0.0.2", "10.0.0.5", "192.168.1.20", "evil.example", "localhost.evil.example", "127.0.0.1.evil.example",
    "127.0.0.1.nip.io", "localtest.me", "evil.example.", "localhost.", "127.0.0.1.", "LOCALHOST", "Localhost", "127.1", "2130706433", "0x7f000001", "017700000001",
    "127.000.000.001", "\uff11\uff12\uff17.0.0.1".encode().decode("latin-1"), "[::ffff:127.0.0.1]", "[0:0:0:0:0:0:0:1]", "::1", "evil@127.0.0.1", "127.0.0.1@evil.example",
    "localhost@evil.example", "user:pass@localhost", "127.0.0.1#evil.example", "127.0.0.1/evil.example", "127.0.0.1?evil.example", "evil.example#127.0.0.1", "xn--localhost-",
    "localhost%00.evil.example", "localhost%2eevil.example", "127.0.0.1,evil.example", "evil.example,127.0.0.1", "localhost localhost", "*", "null", "file", "",
)  # fmt: skip
PORTS = ("", ":80", ":8420", ":8421", ":08420", ":8420.", ":8420:8420", ":", ":https", ":-8420", ":84200", ":8420@evil.example")
SCHEMES = ("https://", "HTTP://", "ftp://", "file://", "//", "chrome-extension://", "data:text/html,", "")


def hostile_hosts(allowed: tuple[str, ...]) -> list[str]:
    """Hosts that a browser or an attacker may send and that are not ours."""
    found = [f"{name}{port}" for name in NAMES for port in PORTS]
    found += [f" {host}" for host in allowed] + [f"{host} " for host in allowed] + [f"http://{host}" for host in allowed] + [host.upper() for host in allowed]
    return [host for host in dict.fromkeys(found) if host.strip() not in allowed]


def hostile_origins(own: str, others: tuple[str, ...]) -> list[str]:
    """Origins that are not that of the page that was asked; the server's own under another of its names among them."""
    host = own.removeprefix("http://")
    found = [f"http://{name}{port}" for name in NAMES for port in PORTS]
    found += [f"{scheme}{host}" for scheme in SCHEMES] + [f"http://{other}" for other in others if other != host]
    found += ["null", "", "*", own + "/", own + ".evil.example", own + "@evil.example", own + ",http://evil.example", f"http://evil.example/{host}", own.upper(), f"{own}#", f"{own}?x"]
    return [origin for origin in dict.fromkeys(found) if origin != own]


def junk(random_: random.Random) -> Any:
    """A value of any kind."""
    kind = random_.randrange(10)
    if kind < 3:
        return random_.choice(["", "x", "\u0000", "<script>alert(1)</script>", "../../etc/passwd", "district=", "\ud83d\ude00" * 5, "a" * 300_000, "%", "%ff", "=&=", "district=jiuyuan&district=jiuyuan"])
    if kind == 3:
        return random_.choice([0, -1, 1e308, 2**70, True, None, 0.1])
    if kind == 4:
        return [junk(random_) for _ in range(random_.randrange(4))]
    if kind == 5:
        return {random_.choice(["query", "__proto__", "x"]): junk(random_) for _ in range(random_.randrange(3))}
    return random_.choice(["policy=no-such", "district=%2Fetc%2Fpasswd", "district=country", "policy=all-five&months=0", "policy=all-five&months=99999", "policy=all-five&worlds=100000",
                           "policy=m%3Afield_days%3Dx", "policy=..%2F..%2Fetc%2Fpasswd", "policy=all-five&seed=-1", "policy=all-five&parameter=nope%3D1", "policy=all-five&ensemble=%2Fdev%2Fzero",
                           "policy=a&policy=b&policy=c", "policy=all-five&unknown=1", "policy=all-five&first_world=99999999999999", "policy=all-five&discount=7", "policy=%00", "?"])  # fmt: skip


PATHS = ("/api/ask", "/api/matrix", "/api/film", "/api/scenario", "/api/download", "/api/room/open", "/api/room/AAAA/join", "/api/room/K7QD/host", "/api/nothing", "/api/")
TYPES = ("application/json", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json; charset=gbk", "", "*/*")
FIELDS = ("query", "client", "until", "world", "policy", "what", "stage", "toml", "command", "lesson", "token", "who")


def malformed(count: int, seed: int) -> Iterator[tuple[str, bytes, dict[str, str]]]:
    """Path, body and headers of requests of which each has something wrong for certain."""
    random_ = random.Random(seed)
    for number in range(count):
        headers, path = {"Content-Type": "application/json"}, random_.choice(PATHS)
        way = number % 6
        given: dict[str, Any] = {random_.choice(FIELDS): junk(random_) for _ in range(random_.randrange(1, 4))}
        body = json.dumps(given).encode("utf-8", "surrogatepass")
        if way == 0:
            headers["Content-Type"] = random_.choice(TYPES[1:])
        elif way == 1:
            body = body[: random_.randrange(len(body))] + bytes(random_.randrange(256) for _ in range(random_.randrange(1, 30))) + b"\xff"
        elif way == 2:
            body = random_.choice([b"", b"[]", b"1", b"null", b'"x"', b"[" * 100_000, b'{"query":' * 5_000, b'{"a":1,"a":2}', b'{"query":NaN}', b'{"query":1e999}', b"{" + b" " * 300_000,
                                   b'{"query":"\\ud800"}', b"\xef\xbb\xbf{}"])  # fmt: skip
        elif way == 3:
            body = json.dumps({**given, f"unknown-{number}": 1}).encode("utf-8", "surrogatepass")
        elif way == 4:
            body = json.dumps({"query": junk_query(random_), "client": random_.choice(["", "a b", "x" * 65, 7, None, "\u4e2d"])}).encode("utf-8", "surrogatepass")
        else:
            body = json.dumps({"query": random_.choice([5, None, [], {}, True, "x" * 20_000, "\u0000"]), "what": "toml", "client": "c"}).encode("utf-8", "surrogatepass")
        yield path, body, headers


def junk_query(random_: random.Random) -> str:
    """A query that is none."""
    return "".join(random_.choice("=&%<>\"'\\\u4e2d;: a1") for _ in range(random_.randrange(1, 60))) + "&policy=none-such"
