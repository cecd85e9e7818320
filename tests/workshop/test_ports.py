"""Where nobody can listen, and how many connections there is room for: told before an address is, with what to do."""

from __future__ import annotations

import errno
import socket
from pathlib import Path
from typing import Any

import pytest

from experiments.cli import workshop
from experiments.text.errors import UserError
from experiments.workshop.server import serving
from experiments.workshop.server.addresses import opening
from experiments.workshop.server.serving import LEAST_CONNECTIONS, OWN_FILES, WAITING, listen, open_files, room_for


@pytest.mark.parametrize(("code", "port", "where", "mend"), [
    (errno.EADDRINUSE, 8420, "--port", "8421"), (errno.EADDRINUSE, 65_535, "--port", "65534"), (errno.EACCES, 80, "--port", "1024"),
    (errno.EADDRNOTAVAIL, 8420, "--host", "address"), (errno.EACCES, 8420, "--host", "address"),
])  # fmt: skip
def test_what_is_wrong_with_a_port_or_an_address_is_told_with_another_that_can_be(
    code: int, port: int, where: str, mend: str, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def refuse(_socket: socket.socket, _place: object) -> None:
        raise OSError(code, "no")

    monkeypatch.setattr(socket.socket, "bind", refuse)
    with pytest.raises(UserError) as told:
        listen(opening("127.0.0.1", port))
    assert told.value.where == where and mend in told.value.mend


def test_no_address_is_told_before_it_is_ours(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def taken(_opened: object) -> Any:
        raise UserError("taken", "--port", "another")

    monkeypatch.setattr(serving, "listen", taken)
    with pytest.raises(UserError):
        workshop.workshop(port=8420, host="127.0.0.1", district="jiuyuan", no_store=False, quiet=False, lang="")
    assert "http" not in capsys.readouterr().out


def test_there_are_never_more_connections_than_files_that_may_be_open() -> None:
    assert room_for(4096, 700) == 700
    for files in (256, 300, 512, 1024):
        assert room_for(files, 700) >= LEAST_CONNECTIONS and room_for(files, 700) + WAITING + OWN_FILES <= files + (LEAST_CONNECTIONS if files < 300 else 0)


@pytest.mark.skipif(not Path("/proc/self/limits").exists(), reason="the bound of open files is lowered as on Linux")
def test_the_bound_of_open_files_is_raised_as_far_as_the_system_allows() -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (256, before[1]))
        assert open_files() == resource.getrlimit(resource.RLIMIT_NOFILE)[0] > 256 or before[1] <= 256
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
