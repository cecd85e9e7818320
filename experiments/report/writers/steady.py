"""The same content is the same file: office files are archives that note when each part was written, which is taken out."""

from __future__ import annotations

import datetime
import io
import zipfile

MADE = datetime.datetime(2000, 1, 1)
"""Written as the day on which a file was made."""
_DAY = (1980, 1, 1, 0, 0, 0)


def steady(content: bytes) -> bytes:
    """An archive with its parts in their order, each of the same day."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for member in given.infolist():
            part = zipfile.ZipInfo(member.filename, _DAY)
            part.compress_type, part.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            target.writestr(part, given.read(member.filename))
    return made.getvalue()
