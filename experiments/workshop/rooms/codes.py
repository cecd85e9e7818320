"""The code of a room, to be read aloud and typed; and tokens, to be known by one browser alone."""

from __future__ import annotations

import hmac
import re
import secrets
import unicodedata
from collections.abc import Container

LETTERS = "ACDEFHJKLMNPQRTVWXY34679"
"""Neither I nor 1, O nor 0, S nor 5, Z nor 2, B nor 8, G, U: none of these is taken for another."""
LENGTH = 4
TOKEN_BYTES = 16
_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,40}")


def new_code(taken: Container[str]) -> str:
    """A code that no room has."""
    while True:
        code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
        if code not in taken:
            return code


def read_code(typed: str) -> str:
    """The code that is meant by what somebody typed: small letters, full-width ones and blanks among it; it may be no code at all."""
    plain = unicodedata.normalize("NFKC", typed[:40]).upper()
    return "".join(letter for letter in plain if letter.isalnum())


def new_token() -> str:
    """A secret of 128 bits."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def is_token(text: object) -> bool:
    """Whether this could be a token."""
    return isinstance(text, str) and _TOKEN.fullmatch(text) is not None


def same(given: str, secret: str) -> bool:
    """Whether two tokens are one, in a time that tells nothing of where they differ."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), secret.encode())
