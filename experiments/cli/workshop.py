"""``inspectorate workshop``: what-if in the room, served from this machine to a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from experiments.cli import surroundings
from experiments.cli.common import OK
from experiments.cli.options import Lang, NoStore, Quiet
from experiments.text.console import Talk
from experiments.text.errors import UserError, shown_value
from experiments.text.messages import N_, _, enumerated

if TYPE_CHECKING:
    from experiments.workshop.server.addresses import Opening

commands = typer.Typer()

PORT, DISTRICT = 8420, "jiuyuan"
Port = Annotated[int, typer.Option("--port", min=1, max=65535, help=N_("Port to listen at."))]
Host = Annotated[str, typer.Option("--host", metavar="ADDRESS", help=N_("Address of this machine to open to others in the room; 0.0.0.0 for all. Left out: this machine alone."))]
District = Annotated[str, typer.Option("--district", "-d", help=N_("District that is shown first: a name or a .toml file."))]


@commands.command("workshop", help=N_("Serve the workshop: move levers in a browser and see what changes, alone or with a room."))
def workshop(port: Port = PORT, host: Host = "127.0.0.1", district: District = DISTRICT, no_store: NoStore = False, quiet: Quiet = False, lang: Lang = "") -> int:
    """Listen until Ctrl-C; the exit code."""
    from experiments.text.extras import need

    need("starlette", "uvicorn", "segno")
    from experiments.workshop.server.addresses import opening
    from experiments.workshop.server.serving import serve

    talk = Talk(False, quiet)
    try:
        opened = opening(host, port)
    except ValueError:
        raise UserError(_("{value} is no address.").format(value=shown_value(host)), "--host",
                        _("Write an address of this machine, or 0.0.0.0 for all of them.")) from None  # fmt: skip
    if district != DISTRICT:
        from scenarios import load_district

        load_district(district)  # what is wrong with it is told here, and not behind a page
    serve(opened, district, surroundings.wants_trace(), lambda: _tell(opened, talk))
    talk.note(_("The workshop is closed."))
    return OK


def _tell(opened: Opening, talk: Talk) -> None:
    """Say where it listens and who reaches it."""
    talk.data(_("The workshop: {url}").format(url=opened.urls[0]))
    if opened.is_loopback:
        talk.note(_("Only this machine reaches it. Ctrl-C ends it."))
        return
    others = enumerated(opened.urls)
    talk.warn(_("Everybody in the same network reaches it, without a password and unencrypted, at: {urls}. Close it after the workshop: Ctrl-C.").format(urls=others))
