"""Which schedulers may be spoken to: on loopback, or by TLS with an identity."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from experiments.text.errors import UserError
from experiments.text.messages import _


@dataclass(frozen=True)
class Tls:
    """Files of a TLS identity: the authority's certificate, our own, and our key."""

    ca: Path
    cert: Path
    key: Path


def check_address(address: str, tls: Tls | None) -> None:
    """``UserError`` unless the address is on loopback, or speaks TLS with an identity given."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:  # an open bracket, a port that is none
        parts, port = urlsplit(""), None
    if parts.scheme not in {"tcp", "tls"} or not parts.hostname or port is None:
        raise UserError(_("{address} is no address of a scheduler.").format(address=repr(address[:100])), "--scheduler",
                        _("Write tcp://127.0.0.1:8786, or tls://HOST:PORT with --tls-ca, --tls-cert and --tls-key."))  # fmt: skip
    if parts.scheme == "tls" and tls is None:
        raise UserError(_("TLS needs an identity."), f"--scheduler {address}", _("Give --tls-ca, --tls-cert and --tls-key."))
    if parts.scheme == "tcp" and not _is_loopback(parts.hostname):
        raise UserError(_("A scheduler on another host is spoken to by TLS only: what passes is run by whoever receives it."), f"--scheduler {address}",
                        _("Write tls://HOST:PORT with --tls-ca, --tls-cert and --tls-key, or open an SSH tunnel and write tcp://127.0.0.1:PORT."))  # fmt: skip


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
