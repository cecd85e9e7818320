"""What is served: for the browsers of 2021, with no word or address of its own, and the charts' library as it was built."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from experiments.text import messages
from experiments.workshop.server.routes_pages import PAGES, page_html
from experiments.workshop.texts import TEXTS, texts

STATIC = Path(__file__).parents[2] / "experiments" / "workshop" / "static"
VENDOR = STATIC / "vendor"
SCRIPTS = sorted((STATIC / "js").rglob("*.js"))
STYLES = sorted(STATIC.rglob("*.css"))
NEWER = {
    r"\.at\(-?\d": "Array.at", r"\bObject\.hasOwn\b": "Object.hasOwn", r"\bstructuredClone\b": "structuredClone", r"\.findLast(?:Index)?\(": "findLast",
    r"^(?:(?:export )?(?:const|let|var)\b[^;=\n]*=\s*)?await\b": "top-level await", r"\.to(?:Sorted|Reversed|Spliced)\(": "array copies", r"\.with\(\d": "Array.with",
    r"\bObject\.groupBy\b": "groupBy", r"\bPromise\.withResolvers\b": "withResolvers", r"\bstatic \{": "static blocks", r"\bAbortSignal\.(?:timeout|any)\b": "AbortSignal.timeout",
    r"(?<!\w)#\w+\s*[=;(]": "private members", r"\bcrypto\.randomUUID\b": "randomUUID", r"\bError\([^)]*cause:": "Error.cause", r"\bimport\s.*\bassert\b": "import assertions",
    r"\?\?=|\|\|=|&&=": "logical assignment (ES2021)", r"\.replaceAll\(": "replaceAll (ES2021)", r"\d_\d": "numeric separators (ES2021)",
}  # fmt: skip
"""What Chrome 90 or ES2020 has not."""
NEWER_STYLES = {
    r":has\(": ":has()", r"@container": "container queries", r"@layer": "layers", r"\bcolor-mix\(": "color-mix", r"\b\d+(?:dvh|svh|lvh)\b": "dynamic heights",
    r"^\s*&": "nesting", r"\bsubgrid\b": "subgrid", r"\baccent-colour\b": "", r"(?<![-\w])inset:": "inset",
}  # fmt: skip
UNSAFE = r"\binnerHTML\b|\bouterHTML\b|insertAdjacentHTML|document\.write|\beval\(|new Function|setAttribute\([\"']style|srcdoc|\bon\w+\s*=\s*[\"']|javascript:"
ADDRESS = re.compile(r"(?:https?:)?//[\w.-]+\.\w+")
NAMESPACES = {"http://www.w3.org"}
DYNAMIC = re.compile(r"`([a-z_]+_)\$\{")


def found_in(patterns: dict[str, str], path: Path) -> list[str]:
    text = re.sub(r"^\s*//.*$", "", path.read_text("utf-8"), flags=re.MULTILINE)
    return [name for pattern, name in patterns.items() if re.search(pattern, text, re.MULTILINE)]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.relative_to(STATIC).as_posix())
def test_a_module_is_short_runs_in_the_browsers_of_2021_and_never_reads_text_as_markup(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) < 250
    assert found_in(NEWER, path) == []
    assert re.findall(UNSAFE, text) == []
    assert text.startswith("// "), "a first line that says what is in it"


def test_the_word_lists_see_what_they_are_for(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("const a = list.at(-1);\nconst b = await import('x');\nobject.#x = 1;\na ??= 2;\n", "utf-8")
    assert {"Array.at", "top-level await", "private members", "logical assignment (ES2021)"} <= set(found_in(NEWER, tmp_path / "a.js"))
    (tmp_path / "a.css").write_text(".a:has(b) { inset: 0; }\n@container (width > 1px) {}\n", "utf-8")
    assert set(found_in(NEWER_STYLES, tmp_path / "a.css")) == {":has()", "container queries", "inset"}


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_a_style_sheet_is_for_the_browsers_of_2021_and_fetches_nothing(path: Path) -> None:
    assert found_in(NEWER_STYLES, path) == []
    assert "url(" not in path.read_text("utf-8") and "@import" not in path.read_text("utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_words_no_script_and_no_style_of_its_own_and_what_it_names_is_there(name: str) -> None:
    text = page_html(name)
    named = re.findall(r"\"/static/([^\"]+)\"", text)
    assert len(named) == 4 and all((STATIC / file).is_file() for file in named)
    assert re.findall(r"<script(?![^>]*\bsrc=\"/static/)|<style|\bstyle=|\son\w+=", text) == []
    assert re.sub(r"<[^>]+>", " ", text).split() == ["Inspectorate"]
    assert 'name="viewport"' in text and text.startswith("<!doctype html>")


def test_no_file_that_is_served_names_another_host() -> None:
    files = [path for path in STATIC.rglob("*") if path.suffix in {".js", ".css", ".html", ".svg"}]
    found = {path.name: {address for address in ADDRESS.findall(path.read_text("utf-8")) if address not in NAMESPACES} for path in files}
    assert {name: addresses for name, addresses in found.items() if addresses} == {}


def test_every_text_that_a_page_asks_for_is_there_and_every_one_that_is_there_is_asked_for() -> None:
    code = "\n".join(path.read_text("utf-8") for path in SCRIPTS)
    named = set(re.findall(r"[\"'`]([a-z]+(?:_\w+)+)[\"'`]", code))
    asked = set(re.findall(r"\bt\(\s*[\"']([a-z]\w+)[\"']", code))
    beginnings = tuple(DYNAMIC.findall(code))
    assert asked - set(TEXTS) == set()
    assert {key for key in TEXTS if key not in named and not key.startswith(beginnings)} == set()


def test_the_texts_are_in_the_language_in_force() -> None:
    messages.activate("en")
    english = texts()
    messages.activate("zh")
    try:
        chinese = texts()
    finally:
        messages.activate("en")
    assert english == TEXTS and list(chinese) == list(english)
    same = {key for key, text in chinese.items() if text == english[key]}
    assert {key for key in same if re.search(r"[a-z]{4}", re.sub(r"\{\w+\}|Inspectorate", "", chinese[key]))} == set()


# The charts' library.


def test_the_library_is_the_one_that_was_built_and_its_licence_is_beside_it() -> None:
    digest, name = (VENDOR / "echarts.js.sha256").read_text("utf-8").split()
    assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == digest
    assert "Apache License" in (VENDOR / "LICENSE").read_text("utf-8") and "Apache ECharts" in (VENDOR / "NOTICE").read_text("utf-8")
    recipe = (VENDOR / "README.md").read_text("utf-8")
    assert "esbuild" in recipe and "entry.js.txt" in recipe
    head = (VENDOR / "echarts.js").read_text("utf-8")[:120]
    assert "LICENSE and NOTICE" in head


def test_the_library_is_small_and_for_the_browsers_of_2021() -> None:
    text = (VENDOR / "echarts.js").read_text("utf-8")
    assert len(text.encode()) < 640_000
    for word in (r"\bObject\.hasOwn\b", r"\bstructuredClone\b", r"\.findLast\(", r"new Function\b", r"(?<!\w)eval\("):
        assert not re.search(word, text), word


@pytest.mark.skipif(shutil.which("es-check") is None, reason="es-check is not installed: the word list stands for it")
def test_es_check_reads_all_of_it_as_es2020() -> None:
    files = [str(path) for path in (*SCRIPTS, VENDOR / "echarts.js")]
    done = subprocess.run(["es-check", "es2020", "--module", *files], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(shutil.which("node") is None, reason="Node.js is not installed")
@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.relative_to(STATIC).as_posix())
def test_a_module_can_be_read(path: Path) -> None:
    done = subprocess.run(["node", "--input-type=module", "--check"], input=path.read_text("utf-8"), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
