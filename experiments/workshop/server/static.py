"""The files of the pages: read from the package, packed where that is worth it, known by their checksum."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from experiments.text.messages import _
from experiments.workshop.requests import MISSING, Refusal

FOLDER = Path(__file__).parents[1] / "static"
TYPES = {
    ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".json": "application/json",
    ".svg": "image/svg+xml", ".png": "image/png", ".ico": "image/x-icon", ".woff2": "font/woff2", ".txt": "text/plain; charset=utf-8",
}  # fmt: skip
"""What is served at all, by the ends of names."""
PACKED = (".html", ".css", ".js", ".json", ".svg", ".txt")
WORTH_PACKING = 1024
NOT_MODIFIED = 304


@dataclass(frozen=True)
class Served:
    """One file as it is sent."""

    data: bytes
    packed: bytes | None
    kind: str
    tag: str


class Static:
    """The files under one folder; each is read when it is first asked for and again when it has changed."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self.folder = folder.resolve()
        self._kept: dict[str, tuple[tuple[int, int], Served]] = {}

    def has(self, name: str) -> bool:
        """Whether there is such a file."""
        return self._path(name) is not None

    def response(self, request: Request, name: str, status: int = 200) -> Response:
        """The file called ``name``, a path with / below the folder; ``Refusal`` where there is none."""
        path = self._path(name)
        if path is None:
            raise Refusal(MISSING, _("There is no such page."))
        found = self._served(name, path)
        headers = {"etag": found.tag, "cache-control": "no-cache", "vary": "Accept-Encoding"}
        if found.tag in [tag.strip() for tag in request.headers.get("if-none-match", "").split(",")]:
            return Response(None, NOT_MODIFIED, headers)
        data = found.data
        if found.packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
            data, headers["content-encoding"] = found.packed, "gzip"
        return Response(data, status, headers, found.kind)

    def _path(self, name: str) -> Path | None:
        """The file, unless the name leads outside, to something hidden, or to a kind that is not served."""
        parts = name.split("/")
        if any(not part or part.startswith(".") or "\\" in part or "\0" in part for part in parts) or len(name) > 200:
            return None
        path = self.folder.joinpath(*parts)
        try:
            inside = path.resolve().is_relative_to(self.folder) and path.is_file()
        except (OSError, ValueError):
            return None
        return path if inside and path.suffix in TYPES else None

    def _served(self, name: str, path: Path) -> Served:
        state = path.stat()
        stamp = (state.st_mtime_ns, state.st_size)
        kept = self._kept.get(name)
        if kept is not None and kept[0] == stamp:
            return kept[1]
        data = path.read_bytes()
        packed = gzip.compress(data, 6, mtime=0) if path.suffix in PACKED and len(data) > WORTH_PACKING else None
        found = Served(data, packed, TYPES[path.suffix], f'W/"{hashlib.sha256(data).hexdigest()[:32]}"')
        self._kept[name] = stamp, found
        return found
