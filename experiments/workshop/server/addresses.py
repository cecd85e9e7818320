"""What this machine is called: the addresses it has, and the hosts and origins that are let in."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import struct
from dataclasses import dataclass

LOOPBACK = "127.0.0.1"
EVERY = ("0.0.0.0", "::")
USUAL_PORT = 80
SIOCGIFADDR = 0x8915
"""What Linux calls the question for an interface's address."""


@dataclass(frozen=True)
class Opening:
    """Where the server listens, and the hosts, with port, by which it may be called: compared whole."""

    host: str
    port: int
    hosts: tuple[str, ...]

    @property
    def urls(self) -> tuple[str, ...]:
        """The addresses to type, the most useful first."""
        return tuple(f"http://{host}/" for host in self.hosts)

    def urls_now(self) -> tuple[str, ...]:
        """The addresses to type, where it listens at all of them as this machine has them now: a laptop that slept may wake in another network."""
        now = tuple(f"http://{with_port(address, self.port)}/" for address in _in_networks()) if self.is_every else ()
        return now or self.urls

    @property
    def is_loopback(self) -> bool:
        """Whether nobody but this machine reaches it."""
        return self.host == "localhost" or ipaddress.ip_address(self.host).is_loopback

    @property
    def is_every(self) -> bool:
        """Whether it listens at every address of this machine."""
        return self.host in EVERY


def opening(host: str, port: int) -> Opening:
    """Where ``host`` (an address of this machine, or 0.0.0.0 for all) and ``port`` open to; ``ValueError`` for what is no address."""
    if host == "localhost":
        host = LOOPBACK
    address = ipaddress.ip_address(host)
    names = [*own_addresses(), LOOPBACK, "localhost"] if host == EVERY[0] else [*own_addresses(), "[::1]", LOOPBACK, "localhost"] if host == EVERY[1] else (
        ["localhost", LOOPBACK] if host == LOOPBACK else [f"[{host}]" if address.version == 6 else host])  # fmt: skip
    usual = names if port == USUAL_PORT else []
    return Opening(host, port, tuple(dict.fromkeys([*(f"{name}:{port}" for name in names), *usual])))


def own_addresses() -> list[str]:
    """The IPv4 addresses of this machine, the loopback apart, the one that leads outside first."""
    found = _in_networks()
    with contextlib.suppress(OSError):  # asked once, for it may take seconds where there is no network
        found += [str(entry[4][0]) for entry in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    return [address for address in dict.fromkeys(found) if not ipaddress.ip_address(address).is_loopback]


def with_port(address: str, port: int) -> str:
    """An address of a network as a browser writes it in ``Host``: IPv6 in brackets, the usual port left out."""
    plain = address.removeprefix("::ffff:")
    name = f"[{plain}]" if ":" in plain else plain
    return name if port == USUAL_PORT else f"{name}:{port}"


def _in_networks() -> list[str]:
    found: list[str] = []
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("10.255.255.255", 9))  # sends nothing: it only asks by which way it would go
        found.append(probe.getsockname()[0])
    return [address for address in dict.fromkeys([*found, *_of_interfaces()]) if not ipaddress.ip_address(address).is_loopback]


def _of_interfaces() -> list[str]:
    try:
        import fcntl
    except ImportError:  # not on Windows, where the name of the machine leads to its addresses
        return []
    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _number, name in socket.if_nameindex():
            with contextlib.suppress(OSError):
                found.append(socket.inet_ntoa(fcntl.ioctl(probe.fileno(), SIOCGIFADDR, struct.pack("256s", name[:15].encode()))[20:24]))
    return found
