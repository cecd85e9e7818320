"""What the package depends on: told in the design, locked for every supported Python, imported where it belongs, all data in the wheel."""

import ast
import re
import sys
import zipfile
from functools import cache
from pathlib import Path

import pytest

from tests.package import ROOMS, build_wheel, lock_entries, packaged_files, runtime_lock, supported_versions
from tests.test_source import DESIGN, MAKEFILE, PROJECT, README, ROOT, requirement_names

PARTS = {"inspectorate": PROJECT["dependencies"], **PROJECT["optional-dependencies"]}
"""What each part of the installation asks for; the first comes always."""
PLACES = {
    "inspectorate": ROOMS,
    "studies": ("experiments/studies", "experiments/disk/sheet.py", "experiments/disk/workbook.py", "experiments/workshop/answers", "experiments/data",
                "experiments/report/writers/tables.py"),
    "cluster": ("experiments/studies/sweep/cluster.py",),
    "slurm": (),
    "workshop": ("experiments/workshop",),
    "reports": ("experiments/report",),
    "dev": ("experiments/upkeep",),
    "browser": ("experiments/upkeep",),
    "notebooks": (),
    "mutants": (),
    "site": ("experiments/upkeep/site",),
}
"""Where the packages of each part may be imported."""
UNLOCKED = {"browser", "notebooks", "mutants", "site"}
"""Parts that `make setup` leaves out: the command that wants one installs it."""
OTHER_NAMES = {"sklearn": "scikit-learn", "docx": "python-docx", "pptx": "python-pptx", "fontTools": "fonttools", "pymdownx": "pymdown-extensions"}
"""Packages that are imported under another name than they are installed by."""
UNDECLARED = {"fonttools": "dev"}
"""It comes with Matplotlib; only what builds the catalogue reads fonts."""


def declared() -> dict[str, str]:
    """The part of every package that is asked for."""
    return {name: part for part, requirements in PARTS.items() for name in requirement_names(requirements) - {"inspectorate"}}


@cache
def imports() -> tuple[tuple[str, str], ...]:
    """Every file and package from outside that it imports, by the name it is installed by."""
    own = {*ROOMS, *sys.stdlib_module_names}
    found = []
    for path in (path for room in ROOMS for path in (ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            packages = {name.partition(".")[0] for name in names} - own
            found += [(path.relative_to(ROOT).as_posix(), OTHER_NAMES.get(name, name.replace("_", "-"))) for name in packages]
    return tuple(found)


def test_the_design_says_of_every_dependency_what_it_is_for_and_which_part_brings_it_and_names_no_other() -> None:
    section = DESIGN.split("## Dependencies\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| ([A-Za-z0-9, -]+) \| ([a-z]+) \| .+ \|$", section, re.MULTILINE)
    assert {name: part for names, part in rows for name in names.split(", ")} == {**declared(), "package": "part"}


@pytest.mark.parametrize("part", PLACES)
def test_the_packages_of_a_part_are_imported_only_where_it_is_used(part: str) -> None:
    known = {**declared(), **UNDECLARED}
    strangers = [(file, package) for file, package in imports() if package not in known]
    astray = [(file, package) for file, package in imports()
              if known.get(package) == part and not any(file == place or file.startswith(place + "/") for place in PLACES[part])]  # fmt: skip
    assert (strangers, astray) == ([], [])


@pytest.mark.parametrize("part", ["inspectorate", "studies", "cluster", "workshop", "reports"])
def test_every_package_of_a_part_is_imported(part: str) -> None:
    used = {package for _file, package in imports()}
    assert requirement_names(PARTS[part]) - used == set()


def test_every_part_has_its_places() -> None:
    assert list(PARTS) == list(PLACES)


def test_the_lock_holds_every_part_with_hashes_and_names_no_address() -> None:
    entries = lock_entries()
    assert {name.lower() for name, part in declared().items() if part not in UNLOCKED} <= {name for name, _text, _askers in entries}
    (recipe,) = re.findall(r"uv pip compile pyproject.toml .*", MAKEFILE)
    assert set(re.findall(r"--extra (\S+)", recipe)) == set(PARTS) - UNLOCKED - {"inspectorate"}
    assert [name for name, text, _askers in entries if "--hash=sha256:" not in text] == []
    assert "://" not in (ROOT / "requirements.lock").read_text("utf-8")


def test_the_lock_takes_one_version_of_what_a_comparison_needs_on_every_supported_python() -> None:
    for version in supported_versions():
        taken = [line.split(" ; ")[0].strip(" \\") for line in runtime_lock().splitlines() if "==" in line and holds(line, version)]
        names = [line.partition("==")[0] for line in taken]
        assert len(names) == len(set(names)) and {"mesa", "numba", "numpy", "scipy"} <= set(names)
        if version == supported_versions()[0]:
            first = taken
        assert taken == first, f"another version of a package on {version}"


def holds(line: str, version: str) -> bool:
    """Whether an entry of the lock is for this Python on Linux."""
    from packaging.markers import Marker

    _pin, _semicolon, marker = line.strip(" \\").partition(" ; ")
    return not marker or Marker(marker).evaluate({"python_full_version": f"{version}.0", "sys_platform": "linux"})


def test_mesa_is_kept_below_the_versions_that_import_what_they_do_not_ask_for() -> None:
    assert "mesa>=3.3,<3.4" in PROJECT["dependencies"]


def test_the_versions_of_python_are_the_same_wherever_they_are_told() -> None:
    versions = supported_versions()
    assert f"Python {', '.join(versions[:-1])} or {versions[-1]}" in " ".join(README.split())
    lower, upper = (", ".join(version.split(".")) for version in (versions[0], versions[-1]))
    assert f"({lower}) <= sys.version_info[:2] <= ({upper})" in MAKEFILE


def test_a_set_up_ends_by_starting_the_program() -> None:
    recipe = MAKEFILE.split("\n$(VENV)/.ready:")[1].split("\n\n")[0].splitlines()
    assert recipe[-2:] == ["\t@$(BIN)/inspectorate --version", "\t@touch $@"]


def test_the_wheel_holds_every_tracked_file_of_the_package_and_nothing_else(tmp_path: Path) -> None:
    with zipfile.ZipFile(build_wheel(tmp_path)) as wheel:
        inside = {name for name in wheel.namelist() if ".dist-info/" not in name}
        about = wheel.read(next(name for name in wheel.namelist() if name.endswith("/METADATA"))).decode()
    assert inside == packaged_files()
    assert {Path(name).suffix for name in inside} >= {".py", ".toml", ".json", ".csv", ".mo"}
    assert set(re.findall(r"^Provides-Extra: (.+)$", about, re.MULTILINE)) == set(PARTS) - {"inspectorate"}
    assert f"Requires-Python: {','.join(sorted(PROJECT['requires-python'].split(',')))}" in about
