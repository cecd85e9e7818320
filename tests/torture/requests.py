"""Requests with something wrong for certain, sent to the workshop: each must be refused, and no answer may tell of the inside."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.workshop.hostile import malformed
from tests.workshop.serving import ORIGIN, served

INSIDE = re.compile(r"Traceback|\.py\b|File \"|site-packages|/root/|/work/|/home/|root:x:|object at 0x|Error\(|line \d+, in ")
"""What no answer says: parts of a trace, paths of this machine, content of its files."""


def answered(count: int, seed: int) -> Iterator[str]:
    """A line for each request that was not refused, or was told of the inside."""
    with served() as client:
        for path, body, headers in malformed(count, seed):
            answer = client.post(path, content=body, headers={"Origin": ORIGIN, **headers})
            if not 400 <= answer.status_code < 500:
                yield f"{path} {body[:200]!r}: {answer.status_code}"
            if INSIDE.search(answer.text):
                yield f"{path} {body[:200]!r}: {answer.text[:300]}"
