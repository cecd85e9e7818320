"""Keeps the catalogue: collects what must be translated, and compiles the translations.

For developers: ``make messages`` (or ``python -m experiments.upkeep.catalogue``) brings the Chinese catalogue up to the
sources, compiles it, and lists what has no translation yet; it exits with 1 while anything is missing.
Write the translations into the .po file and run it again.  Needs Babel.
"""

from __future__ import annotations

import io
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import experiments
import scenarios
from experiments.text.messages import LOCALE, one_line

CATALOGUE = LOCALE / "zh_CN" / "LC_MESSAGES" / "inspectorate.po"
COMPILED = CATALOGUE.with_suffix(".mo")
_EXPERIMENTS = Path(str(experiments.__file__)).parent
_SCENARIOS = Path(str(scenarios.__file__)).parent
_KEYWORDS: Any = {"_": None, "N_": None, "Sentence": None, "template": None}
_HEADER = """\
# Simplified Chinese texts of Inspectorate.
# This file is distributed under the same license as Inspectorate.
#"""


def messages() -> Iterator[tuple[str, str]]:
    """Every text to translate, with the place it comes from: sources first, then data."""
    for root in (_EXPERIMENTS, _SCENARIOS):
        for path in sorted(root.rglob("*.py")):
            place = f"{root.name}/{path.relative_to(root).as_posix()}"
            yield from ((text, place) for text in _of_source(path))
    yield from _of_data()


def _of_source(path: Path) -> Iterator[str]:
    from babel.messages.extract import extract_python

    with path.open("rb") as stream:
        for _line, _function, found, _comments in extract_python(stream, _KEYWORDS, (), {}):
            text = found[0] if isinstance(found, tuple) else found
            if isinstance(text, str) and text:
                yield text


def _of_data() -> Iterator[tuple[str, str]]:
    from simulation import PHASES
    from simulation.notices import TEMPLATES
    from simulation.results import CLASSES

    for phase in PHASES:
        yield phase.description, "simulation/month.py"
    for name in CLASSES:
        yield name, "simulation/results.py"
    for text in TEMPLATES:
        yield text, "simulation/notices.py"
    parameters = _table(_SCENARIOS / "parameters.toml")["parameters"]
    for entry in parameters.values():
        for key in ("unit", "kind", "description", "note"):
            if key in entry:
                yield entry[key], "scenarios/parameters.toml"
    for target in _table(_SCENARIOS / "calibration-targets.toml")["targets"]:
        for key in ("title", "unit"):
            yield target[key], "scenarios/calibration-targets.toml"
    for path in sorted((_SCENARIOS / "policies").glob("*.toml")):
        policy = _table(path)
        for text in (policy.get("question", ""), policy.get("reasoning", ""), *policy.get("notes", ())):
            if text:
                yield one_line(text), f"scenarios/policies/{path.name}"
    for path in sorted((_SCENARIOS / "trials").glob("*.toml")):
        for estimand in _table(path)["estimands"]:
            yield one_line(estimand["title"]), f"scenarios/trials/{path.name}"


def _table(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def collected() -> Any:
    """The template: a Babel catalogue of every text."""
    from babel.messages.catalog import Catalog

    template = Catalog(project="inspectorate", charset="utf-8")
    for text, place in messages():
        template.add(text, locations=[(place, 1)])
    return template


def read() -> Any:
    """The Chinese catalogue as written."""
    from babel.messages.pofile import read_po

    return read_po(io.BytesIO(CATALOGUE.read_bytes()), locale="zh_CN", abort_invalid=True)


def refreshed() -> Any:
    """The Chinese catalogue brought up to the sources, its translations and dates kept."""
    catalogue = read()
    dates = catalogue.creation_date, catalogue.revision_date
    catalogue.update(collected(), no_fuzzy_matching=True, keep_user_comments=True)
    catalogue.obsolete.clear()
    # Dates of the clock would make every run another file.
    catalogue.creation_date, catalogue.revision_date = dates
    catalogue.header_comment = _HEADER
    catalogue.project, catalogue.version, catalogue.fuzzy = "inspectorate", "", False
    for message in catalogue:
        # "% i" of "95 % interval" looks like a C format; all our texts are filled by str.format.
        message.flags.discard("python-format")
    return catalogue


def written(catalogue: Any) -> bytes:
    """The catalogue as its .po file."""
    from babel.messages.pofile import write_po

    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=118, sort_output=True, include_lineno=False)
    return buffer.getvalue()


def compiled(catalogue: Any) -> bytes:
    """The catalogue as gettext reads it; texts still marked fuzzy are left out."""
    from babel.messages.mofile import write_mo

    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def untranslated(catalogue: Any) -> list[str]:
    """The texts without a translation that counts."""
    return [str(message.id) for message in catalogue if message.id and (not message.string or message.fuzzy)]


def main() -> int:
    """The developer's command; 1 while a text has no translation."""
    catalogue = refreshed()
    CATALOGUE.write_bytes(written(catalogue))
    COMPILED.write_bytes(compiled(catalogue))
    missing = untranslated(catalogue)
    for text in missing:
        print(f"no translation: {text}")
    print(f"{len(catalogue)} texts, {len(missing)} without a translation in {CATALOGUE.name}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
