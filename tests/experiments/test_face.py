"""The face of ``experiments`` for notebooks: about ten names, documented, imported only when asked for."""

import inspect
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

import experiments

ROOM = Path(str(experiments.__file__)).parent


def test_about_ten_names_are_public_and_each_stands_in_the_docstring() -> None:
    assert 8 <= len(experiments.__all__) <= 12
    for name in experiments.__all__:
        assert f"``{name}``" in str(experiments.__doc__)
        assert name in dir(experiments)


@pytest.mark.parametrize("name", [name for name in experiments.__all__ if name != "__version__"])
def test_every_public_name_is_there_and_documented(name: str) -> None:
    assert inspect.getdoc(getattr(experiments, name))


def test_the_version_is_that_of_the_installed_package() -> None:
    assert experiments.__version__ == version("inspectorate")


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = experiments.no_such_name


def test_what_the_type_checker_is_told_is_what_one_gets() -> None:
    text = (ROOM / "__init__.py").read_text("utf-8")
    for name, (module, there) in experiments._HOMES.items():
        told = f"from {module} import "
        (line,) = [line for line in text.splitlines() if line.strip().startswith(told) and name in line.split("import ")[1].replace(",", " ").split()]
        assert name == there or f"{there} as {name}" in line


def test_importing_the_package_imports_no_library() -> None:
    asked = "import sys, experiments; print([m for m in ('numpy', 'pandas', 'numba', 'mesa', 'simulation', 'scenarios') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_no_file_but_the_face_stands_at_the_top_of_the_studies() -> None:
    assert [path.name for path in ROOM.glob("*.py")] == ["__init__.py"]


def test_the_types_of_the_three_packages_are_published() -> None:
    import scenarios
    import simulation

    for package in (experiments, scenarios, simulation):
        assert (Path(str(package.__file__)).parent / "py.typed").is_file()


EVERY_MODULE = """
import importlib, pkgutil, types
import {package} as package
def import_all():
    for found in pkgutil.walk_packages(package.__path__, "{package}."):
        if not found.name.endswith("__main__") and ".upkeep" not in found.name:
            importlib.import_module(found.name)
def names():
    return {{name: getattr(package, name) for name in package.__all__}}
"""


@pytest.mark.parametrize("order", ["before = names(); import_all()", "import_all(); before = names()"], ids=["names first", "modules first"])
@pytest.mark.parametrize("package", ["experiments", "scenarios", "simulation"])
def test_no_public_name_turns_into_the_module_of_that_name(package: str, order: str) -> None:
    """Names are imported when they are first asked for, and the import of a module puts it into its package under its own name."""
    code = EVERY_MODULE.format(package=package) + order
    code += "\nassert names() == before and not any(isinstance(value, types.ModuleType) for value in before.values()), before"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
