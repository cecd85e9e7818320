"""Every sentence a user reads goes through here: one gettext catalogue, English the source.

``_`` translates now, ``N_`` only marks a text that is translated where it is shown.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from experiments.text.errors import UserError, shown_value

DOMAIN = "inspectorate"
LOCALE = Path(__file__).parent / "locale"
LANGUAGES = ("en", "zh")
_LOCALE_NAMES = {"zh": "zh_CN"}

_active: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


def activate(language: str) -> None:
    """Show everything from now on in ``language`` ("en" or "zh"); ``UserError`` for another."""
    global _active, _language
    if not isinstance(language, str) or language not in LANGUAGES:
        raise UserError(_("There is no such language."), shown_value(language), _("Write one of these: {names}.").format(names=", ".join(LANGUAGES)))
    _language = language
    if language == "en":
        _active = gettext.NullTranslations()
    else:
        _active = gettext.translation(DOMAIN, LOCALE, languages=[_LOCALE_NAMES[language]])


def language() -> str:
    """The language in force."""
    return _language


def _(text: str) -> str:
    """``text`` in the language in force."""
    return _active.gettext(text) if text else ""


def N_(text: str) -> str:
    """``text`` itself: only a mark for the catalogue."""
    return text


def one_line(text: str) -> str:
    """``text`` as the catalogue knows it: a text of a file may stand there in several lines."""
    return " ".join(text.split())


def sentences(*parts: str) -> str:
    """The non-empty ``parts`` one after the other, apart as the language in force sets sentences apart."""
    return ("" if _language == "zh" else " ").join(part for part in parts if part)


def titled(title: str, title_zh: str) -> str:
    """The title in the language in force; the other one where it is missing."""
    return (title_zh or title) if _language == "zh" else (title or title_zh)


def choose(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> str:
    """The language to start in: ``--lang``, then INSPECTORATE_LANG, then the locale, then English.

    Needed before the arguments are parsed, because the help texts are translated too.
    """
    for position, argument in enumerate(arguments):
        given = ""
        if argument == "--lang" and position + 1 < len(arguments):
            given = arguments[position + 1]
        elif argument.startswith("--lang="):
            given = argument.removeprefix("--lang=")
        if given in LANGUAGES:
            return given
    for name in ("INSPECTORATE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "")
        if value:
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"
