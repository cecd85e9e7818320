"""The optional parts of the installation: which brings which package, and what is said where one is missing.

``pip install inspectorate`` brings what a comparison needs.  Whoever imports one of the packages below does so where it is used; the
command line turns its absence into the one message of this file.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec

from experiments.text.errors import UserError
from experiments.text.messages import _

EXTRAS: Mapping[str, tuple[str, ...]] = {
    "studies": ("SALib", "duckdb", "ema_workbench", "emcee", "openpyxl", "pymoo", "sklearn", "statsmodels", "threadpoolctl", "xlsxwriter"),
    "cluster": ("dask", "distributed"),
    "slurm": ("dask_jobqueue",),
    "workshop": ("segno", "starlette", "uvicorn"),
    "reports": ("docx", "pptx", "typst"),
}
"""The packages of each optional part, by the names they are imported by."""


def missing_part(error: ModuleNotFoundError) -> UserError | None:
    """What to tell the user if ``error`` is the absence of an optional package; None if it is anything else."""
    package = (error.name or "").partition(".")[0]
    for extra, packages in EXTRAS.items():
        if package in packages:
            return UserError(
                _("This needs the package {package}, which is not installed.").format(package=package), "",
                _('It comes with an optional part: pip install "inspectorate[{extra}]". In a checkout, `make setup` brings all parts.').format(
                    extra=extra))  # fmt: skip
    return None


def need(*packages: str) -> None:
    """``UserError`` unless optional packages are installed: asked before hours of work that would end at their import."""
    for package in packages:
        try:
            found = find_spec(package) is not None
        except ModuleNotFoundError:
            found = False
        if not found and (told := missing_part(ModuleNotFoundError(name=package))) is not None:
            raise told
