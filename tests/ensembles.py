"""Small ensembles that tests write for themselves."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

HEAD = """schema_version = 1
name = "{name}"
title = "Small ensemble"
title_zh = "小参数集"
method = "Made up for a test."

[parameters]
"""


def write_ensemble(folder: Path, values: dict[str, Sequence[float]], name: str = "small") -> Path:
    """The .toml file of an ensemble with these ``values`` (parameter -> one of each set), its table beside it."""
    entries = "".join(f'{parameter} = {{ prior = [0.0, 100.0], source = ["assumption"] }}\n' for parameter in values)
    rows = [f"{k}," + ",".join(repr(value) for value in row) for k, row in enumerate(zip(*values.values(), strict=True))]
    (folder / f"{name}.csv").write_text("\n".join([",".join(["set", *values]), *rows]) + "\n", encoding="utf-8")
    path = folder / f"{name}.toml"
    path.write_text(HEAD.format(name=name) + entries, encoding="utf-8")
    return path
