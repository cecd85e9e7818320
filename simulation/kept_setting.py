"""Where worlds are kept on disk, and how many: as INSPECTORATE_STORE says, or in the user's own cache; not among the temporary files, which may lie in memory."""

from __future__ import annotations

import os
import re

from simulation.cache_folder import FULL_DISK, NoFolderError, at_home, private_folder, users_cache
from simulation.kept_files import opened
from simulation.kept_worlds import KeptWorlds
from simulation.notices import KEPT_FULL, KEPT_NOT, KEPT_SETTING, KEPT_SMALL, KEPT_UNSAFE, tell_once

SETTING = "INSPECTORATE_STORE"
OFF = ("off", "0")
MOST = 2 * 2**30
"""Bytes kept where nothing is said: 1,600 worlds of the whole district."""
LEAST = 2**19
"""Bytes under which not even a world of the hamlet is kept, which takes 52 kB: no file is larger than an eighth of the bound."""
SIZE = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)([KMGT])(?:i?B)?", re.IGNORECASE)
UNITS = {"K": 2**10, "M": 2**20, "G": 2**30, "T": 2**40}


def kept_on_disk() -> KeptWorlds | None:
    """The store of worlds of this user; None where it is switched off, or where no folder can be had, which is said once."""
    setting, most, places = os.environ.get(SETTING, "").strip(), MOST, users_cache()
    if setting.lower() in OFF:
        return None
    size = SIZE.fullmatch(setting)
    if size is not None:
        most = int(float(size[1]) * UNITS[size[2].upper()])
        if most < LEAST:
            tell_once(KEPT_SMALL, setting=setting)
            return None
    elif "/" in setting or os.sep in setting or setting.startswith("~"):
        places = at_home(setting, "")
    elif setting:
        tell_once(KEPT_SETTING, setting=setting)
        return None
    try:
        return KeptWorlds(opened(private_folder("worlds", places), most))
    except NoFolderError as problem:
        _tell(problem)
        return None


def _tell(problem: NoFolderError) -> None:
    folder, error = str(problem.folder), problem.error
    if error is None:
        tell_once(KEPT_UNSAFE, reason=problem.reason, folder=folder)
    elif error.errno in FULL_DISK:
        tell_once(KEPT_FULL, folder=folder)
    else:
        tell_once(KEPT_NOT, reason=error.strerror or type(error).__name__, folder=folder)
