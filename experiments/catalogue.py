"""Keeps the catalogue: collects what must be translated, compiles it, and cuts the font to it.

For developers: ``python -m experiments.catalogue`` updates the Chinese catalogue from the sources
and compiles it (needs Babel); with ``--font NotoSansCJKsc-Regular.otf`` it also cuts the font
(needs FontTools).
"""

from __future__ import annotations

import argparse
import io
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import experiments
import scenarios
from experiments.messages import LOCALE

CATALOGUE = LOCALE / "zh_CN" / "LC_MESSAGES" / "inspectorate.po"
FONT = Path(__file__).parent / "fonts" / "InspectorateSansSC-Regular.otf"
_EXPERIMENTS = Path(str(experiments.__file__)).parent
_SCENARIOS = Path(str(scenarios.__file__)).parent
_KEYWORDS: Any = {"_": None, "N_": None, "Sentence": None}


def messages() -> Iterator[tuple[str, str]]:
    """Every text to translate, with the place it comes from: sources first, then data."""
    from babel.messages.extract import extract

    for root in (_EXPERIMENTS, _SCENARIOS):
        for path in sorted(root.rglob("*.py")):
            with path.open("rb") as stream:
                for _line, text, _comments, _context in extract("python", stream, _KEYWORDS):
                    found = text if isinstance(text, str) else text[0]
                    if found:
                        yield found, f"{root.name}/{path.relative_to(root).as_posix()}"
    yield from _of_data()


def _of_data() -> Iterator[tuple[str, str]]:
    from simulation import PHASES
    from simulation.simulate import CLASSES

    for phase in PHASES:
        yield phase.description, "simulation/month.py"
    for name in CLASSES:
        yield name, "simulation/simulate.py"
    parameters = tomllib.loads((_SCENARIOS / "parameters.toml").read_text("utf-8"))["parameters"]
    for entry in parameters.values():
        for key in ("unit", "kind", "description"):
            yield entry[key], "scenarios/parameters.toml"


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

    if not CATALOGUE.exists():
        from babel.messages.catalog import Catalog

        return Catalog(locale="zh_CN")
    return read_po(io.BytesIO(CATALOGUE.read_bytes()), locale="zh_CN")


def compiled(catalogue: Any) -> bytes:
    """The catalogue as gettext reads it; texts still marked fuzzy are left out."""
    from babel.messages.mofile import write_mo

    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def update() -> Any:
    """Bring the Chinese catalogue up to the sources, keeping its translations, and compile it."""
    from babel.messages.pofile import write_po

    catalogue = read()
    catalogue.update(collected(), no_fuzzy_matching=True, keep_user_comments=True)
    catalogue.obsolete.clear()
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=118, sort_output=True, omit_header=False, include_lineno=False)
    CATALOGUE.write_bytes(buffer.getvalue())
    CATALOGUE.with_suffix(".mo").write_bytes(compiled(catalogue))
    return catalogue


def glyphs() -> set[str]:
    """Every character that a figure may show: ASCII, the catalogue, all titles and notes of the data in Chinese."""
    needed = {chr(code) for code in range(0x20, 0x7F)} | set("\u2212\u00d7\u00b7\u2014\u2018\u2019\u201c\u201d\u2026")
    for message in read():
        needed |= set(str(message.string))
    for path in _SCENARIOS.rglob("*.toml"):
        needed |= {c for text in _chinese(tomllib.loads(path.read_text("utf-8"))) for c in text}
    return {c for c in needed if c.isprintable()}


def _chinese(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _chinese(item, name)
    elif isinstance(value, list):
        for item in value:
            yield from _chinese(item, key)
    elif isinstance(value, str) and key.endswith("_zh"):
        yield value


def cut_font(source: Path) -> None:
    """Write the subset of ``source`` that ``glyphs`` asks for, under a name of its own as its licence wants."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options(layout_features=[], hinting=False, desubroutinize=False, notdef_outline=True)
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    font = TTFont(source)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=sorted(ord(c) for c in glyphs()))
    cutter.subset(font)
    for record in font["name"].names:
        replaced = {1: "Inspectorate Sans SC", 3: "InspectorateSansSC", 4: "Inspectorate Sans SC Regular",
                    6: "InspectorateSansSC-Regular"}.get(record.nameID)  # fmt: skip
        if replaced:
            record.string = replaced
    cff = font["CFF "].cff
    cff.fontNames = ["InspectorateSansSC-Regular"]
    cff.topDictIndex[0].FullName = cff.topDictIndex[0].FamilyName = "Inspectorate Sans SC"
    FONT.parent.mkdir(exist_ok=True)
    font.save(FONT)


def main() -> None:
    """The developer's command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--font", type=Path)
    arguments = parser.parse_args()
    catalogue = update()
    missing = [message.id for message in catalogue if message.id and not message.string]
    print(f"{len(catalogue)} texts, {len(missing)} without a translation")
    if arguments.font:
        cut_font(arguments.font)


if __name__ == "__main__":
    main()
