"""Every command that takes a path, as short as it can be asked for; a test finds those that are missing here."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import get_args, get_type_hints

from experiments import cli
from experiments.cli.app import app

COUNTY = Path(__file__).parents[1] / "data" / "small-county.toml"
SHORT = ["--months", "1", "--district", "jiuyuan-hamlet"]
WRITING: dict[str, list[str]] = {
    "compare": ["compare", "--policy", "capacity", "--worlds", "1", *SHORT],
    "run": ["run", *SHORT],
    "variance": ["variance", "--policy", "capacity", "--ensemble", "none", *SHORT],
    "coverage": ["coverage", "--policy", "capacity", "--ensemble", "none", *SHORT],
    "matrix": ["matrix", "--policy", "capacity", "--worlds", "1", "--ensemble", "none", *SHORT],
    "district": ["district", "check", str(COUNTY), "--worlds", "10", "--ensemble", "none"],
    "headroom": ["headroom", "--worlds", "1", "--ensemble", "none", *SHORT],
    "trial": ["trial", "a1-random-inspection", "--worlds", "1"],
    "validate": ["validate", "--worlds", "1"],
    "knockouts": ["knockouts", "a1-random-inspection", "--worlds", "1"],
    "calibrate": ["calibrate"],
    "optimise": ["optimise", "--budget", "500000", *SHORT],
    "sweep": ["sweep", "interactions"],
    "sensitivity": ["sensitivity", "sensitivity"],
    "discover": ["discover", "discover"],
    "interactions": ["interactions"],
    "order": ["order", "sensitivity"],
}
"""Those that write a folder, without its --out."""
READING: dict[tuple[str, str], list[str]] = {
    ("compare", "policy"): ["compare", "--dry-run", "--policy"],
    ("compare", "district"): ["compare", "--dry-run", "--policy", "capacity", "--district"],
    ("compare", "scenario"): ["compare", "--dry-run", "--scenario"],
    ("scenario", "scenario"): ["scenario"],
    ("workshop", "district"): ["workshop", "--district"],
    ("compare", "ensemble"): ["compare", "--dry-run", "--policy", "capacity", "--ensemble"],
    ("run", "policy"): ["run", "--policy"],
    ("run", "district"): ["run", "--district"],
    ("run", "ensemble"): ["run", "--ensemble"],
    ("baseline", "district"): ["baseline", "--district"],
    ("baseline", "ensemble"): ["baseline", "--ensemble"],
    ("explain", "policy"): ["explain"],
    ("explain", "district"): ["explain", "capacity", "--district"],
    ("matrix", "policy"): ["matrix", "--dry-run", "--policy"],
    ("matrix", "district"): ["matrix", "--dry-run", "--district"],
    ("matrix", "ensemble"): ["matrix", "--dry-run", "--ensemble"],
    ("variance", "policy"): ["variance", "--dry-run", "--policy"],
    ("variance", "district"): ["variance", "--dry-run", "--policy", "capacity", "--district"],
    ("variance", "ensemble"): ["variance", "--dry-run", "--policy", "capacity", "--ensemble"],
    ("coverage", "policy"): ["coverage", "--dry-run", "--policy"],
    ("coverage", "district"): ["coverage", "--dry-run", "--district"],
    ("coverage", "ensemble"): ["coverage", "--dry-run", "--ensemble"],
    ("district", "file"): ["district", "check"],
    ("district", "ensemble"): ["district", "check", str(COUNTY), "--ensemble"],
    ("headroom", "district"): ["headroom", "--dry-run", "--district"],
    ("headroom", "ensemble"): ["headroom", "--dry-run", "--ensemble"],
    ("trial", "names"): ["trial"],
    ("trial", "ensemble"): ["trial", "a1-random-inspection", "--ensemble"],
    ("trial", "evidence"): ["trial", "a1-random-inspection", "--evidence"],
    ("validate", "ensemble"): ["validate", "--ensemble"],
    ("knockouts", "names"): ["knockouts"],
    ("knockouts", "ensemble"): ["knockouts", "a1-random-inspection", "--ensemble"],
    ("calibrate", "district"): ["calibrate", "--district"],
    ("calibrate", "plan"): ["calibrate", "--plan"],
    ("optimise", "plan"): ["optimise", "--budget", "1"],
    ("optimise", "district"): ["optimise", "--budget", "1", "--district"],
    ("optimise", "ensemble"): ["optimise", "--budget", "1", "--ensemble"],
    ("sweep", "plan"): ["sweep", "--dry-run"],
    ("sweep", "tls_ca"): ["sweep", "interactions", "--dry-run", "--tls-cert", "/etc/hosts", "--tls-key", "/etc/hosts", "--tls-ca"],
    ("extend", "tls_ca"): ["extend", ".", "--worlds", "1", "--tls-cert", "/etc/hosts", "--tls-key", "/etc/hosts", "--tls-ca"],
    ("extend", "folder"): ["extend", "--worlds", "1"],
    ("status", "folder"): ["status"],
    ("export", "folder"): ["export", "--to", "rows.csv"],
    ("explorer", "folder"): ["explorer", "--out", "page.html"],
    ("report", "folder"): ["report", "--to", "page.html"],
    ("sensitivity", "plan"): ["sensitivity"],
    ("discover", "plan"): ["discover"],
    ("interactions", "plan"): ["interactions"],
    ("order", "given"): ["order"],
    ("diff", "first"): ["diff", "."],
    ("diff", "second"): ["diff", "."],
}
"""Those that read a file or folder, up to its path."""
NO_PATHS = {"outcome", "tls_cert", "tls_key", "name", "mechanism", "by", "scheduler", "only", "kind", "rows", "lang", "parameter", "setting", "assumption", "search", "window", "precision", "engine", "host"}
"""Options of text that is no path, and two of three that are checked together."""


def arguments() -> Iterator[tuple[str, str]]:
    """(command, parameter) of every argument or option that is a path or may be one."""
    for command in app.registered_commands:
        assert command.callback is not None and command.name is not None
        for name, hint in get_type_hints(command.callback).items():
            kinds = {hint, *get_args(hint), *(inner for part in get_args(hint) for inner in get_args(part))}
            if kinds & {str, Path} and name not in NO_PATHS and (command.name, name) != ("parameters", "names"):
                yield command.name, name


def load() -> None:
    """Import what the commands import late, so that processes forked from this one need not."""
    for module in pkgutil.iter_modules(cli.__path__, "experiments.cli."):
        importlib.import_module(module.name)
