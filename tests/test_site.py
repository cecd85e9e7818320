"""The documents as a site: what is laid ready for it is whole and linked, without building it (``make site`` does, and looks at every link of what it built)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import typer

from experiments.cli.app import app
from experiments.text.messages import LANGUAGES, speaking
from experiments.upkeep.site import api, commands, files, links
from experiments.upkeep.site.contents import DOCS, OUTSIDE, WRITTEN, is_fallback, read, source
from experiments.upkeep.site.pages import borrowed, pictures_from_elsewhere, ready
from scenarios.schema.__main__ import KINDS
from tests.test_source import MAKEFILE, ROOT

CONTENTS = read()
HAND_WRITTEN = [page for page in CONTENTS.pages if page not in WRITTEN]
BOTH = {"tutorials/analyst.md", "tutorials/researcher.md", "tutorials/host.md", "own-district.md", "quick-question.md", "compare.md", "report.md", "workshop.md", "index.md"}
"""What analysts and hosts read stands in both languages."""


def test_every_page_of_the_documents_is_on_the_site_once_and_every_page_of_the_site_is_there() -> None:
    there = {path.relative_to(DOCS).as_posix().removesuffix(".md").removesuffix(".zh") + ".md" for path in DOCS.rglob("*.md")}
    assert sorted(CONTENTS.pages) == sorted({*there, *WRITTEN, *OUTSIDE})
    assert all(path is None or path.is_file() for page in CONTENTS.pages for path in [source(page, "zh"), source(page, "en")])


@pytest.mark.parametrize("page", sorted(BOTH))
def test_what_analysts_and_hosts_read_has_a_chinese_page_with_as_many_parts(page: str) -> None:
    english, chinese = ((DOCS / page).with_suffix(suffix).read_text("utf-8") for suffix in (".md", ".zh.md"))
    assert not is_fallback(page, "zh") and re.search(r"\]\([\w.-]+\.md\)", chinese.split("\n## ")[0]), "it names the English page"
    if page not in ("compare.md", "report.md", "index.md"):
        assert chinese.count("\n## ") == english.count("\n## ")


def test_a_page_without_a_translation_says_so_and_is_shown_in_english() -> None:
    text = ready("credibility.md", "zh", CONTENTS)
    assert "本页尚无中文译文" in text and "(glossary.md)" in text and text.count("\n") > 100
    assert "本页尚无中文译文" not in ready("workshop.md", "zh", CONTENTS) + ready("credibility.md", "en", CONTENTS)


def slug(heading: str) -> str:
    """The anchor of a heading, on the site as on the pages of a repository."""
    return re.sub(r"[^\w\- ]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").strip().lower()).replace(" ", "-")


@pytest.mark.parametrize("page", [*(path.relative_to(ROOT).as_posix() for path in sorted(DOCS.rglob("*.md"))), "README.md", "CONTRIBUTING.md"])
def test_every_link_of_a_page_leads_to_a_file_and_a_heading(page: str) -> None:
    path = ROOT / page
    wrong = []
    for target in re.findall(r"\]\(([^()\s]+)\)", re.sub(r"^```.*?^```$", "", path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)):
        place, _hash, anchor = target.partition("#")
        if "://" in target:
            continue
        led = (path.parent / place) if place else path
        if not led.exists() or (anchor and slug_missing(led, anchor)):
            wrong.append(target)
    assert wrong == []


def slug_missing(path: Path, anchor: str) -> bool:
    return anchor not in {slug(heading) for heading in re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", HAND_WRITTEN)
def test_what_is_laid_ready_links_to_pages_of_the_site_only(page: str, language: str) -> None:
    text = re.sub(r"^```.*?^```$", "", ready(page, language, CONTENTS), flags=re.MULTILINE | re.DOTALL)
    here = Path(page).parent
    for target in [*re.findall(r"(?<!!)\[[^\]]*\]\(([^()\s]+)\)", text), *re.findall(r'<a href="([^"]+)">', text)]:
        place = target.partition("#")[0]
        if "://" in target or not place:
            continue
        parts = [*here.parts]
        for part in place.split("/"):
            parts = parts[:-1] if part == ".." and parts and parts[-1] != ".." else [*parts, part]
        led = "/".join(part for part in parts if part not in ("..", "zh"))
        assert led.removesuffix(".html").removesuffix(".md") + ".md" in CONTENTS.pages, target


def test_the_other_language_is_linked_as_a_page_of_the_other_site() -> None:
    assert '<a href="zh/workshop.html">' in ready("workshop.md", "en", CONTENTS)
    assert '<a href="../../tutorials/host.html">' in ready("tutorials/host.md", "zh", CONTENTS)
    assert "](../workshop.md)" in ready("tutorials/host.md", "zh", CONTENTS)
    assert "[Sweeps](sweeps.md)" in ready("index.md", "en", CONTENTS) and ".md](" not in ready("index.md", "en", CONTENTS)


def test_a_picture_that_stands_elsewhere_is_taken_along() -> None:
    pictures = pictures_from_elsewhere("findings.md", "en")
    assert pictures and all(f"]({borrowed(picture)})" in ready("findings.md", "en", CONTENTS) for picture in pictures)


def test_lists_and_fences_are_such_as_the_site_reads() -> None:
    text = ready("scenario-files.md", "en", CONTENTS)
    assert re.search(r"^```toml$", text, re.MULTILINE) and not re.search(r"^```\w+ ", text, re.MULTILINE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_commands_has_every_command_and_every_option_in_its_language(language: str) -> None:
    program: Any = typer.main.get_command(app)
    with speaking(language):
        page = commands.page()
    for name, command in program.commands.items():
        (told,) = re.findall(rf"^### inspectorate {name}\n(.*?)(?=^### |^## |\Z)", page, re.MULTILINE | re.DOTALL)
        assert all(f"`{option}`" in told for parameter in command.params if parameter.param_type_name == "option" for option in parameter.opts)
        assert bool(re.search("[\u4e00-\u9fff]", told)) == (language == "zh")
    assert ("| what it does |" in page) == (language == "en")


def test_a_command_that_nobody_put_into_a_group_is_told_all_the_same() -> None:
    assert commands.grouped({"compare": 0, "brand-new": 0})["Further commands"] == ["brand-new"]


def test_the_page_of_files_has_every_kind_and_every_key() -> None:
    page = files.page("> said")
    assert [kind for kind in KINDS if f"\n## {kind}\n" not in page] == []
    for kind in ("policy", "plan", "district"):
        assert all(f"| `{key}` |" in page for key in (KINDS[kind].model_fields if hasattr(KINDS[kind], "model_fields") else ()))
    assert "> said" in page and "| `unannounced_share` |" not in page


def test_what_a_key_takes_is_told_in_words() -> None:
    assert files.takes({"anyOf": [{"type": "integer", "minimum": 0, "maximum": 9}, {"type": "null"}]}) == "whole number, 0 to 9"
    assert files.takes({"type": "array", "items": {"$ref": "#/$defs/Cell"}}) == "list of table Cell"
    assert files.takes({"type": "object", "additionalProperties": {"type": "string"}}) == "table of text"


def test_the_page_of_python_names_has_every_name_that_the_packages_hand_on() -> None:
    page = api.page()
    import experiments
    import scenarios
    import simulation

    for module in (experiments, scenarios, simulation):
        assert [name for name in api.names(module) if f"\n### {name}\n" not in page] == []
    assert "0x" not in page and "world" in page


def test_links_of_a_built_site_that_lead_nowhere_or_ask_another_host_are_told(tmp_path: Path) -> None:
    (tmp_path / "zh").mkdir()
    (tmp_path / "index.html").write_text('<h1 id=one>x</h1><a href="zh/a.html#two">y</a><a href="zh/a.html#gone">y</a><a href="b.html">z</a><a href="https://example.org/">out</a>')
    (tmp_path / "zh" / "a.html").write_text('<h2 id="two">x</h2><a href="../index.html#one">x</a><script src="https://example.org/x.js"></script><link rel="canonical" href="https://example.org/">')
    (tmp_path / "x.css").write_text("@font-face{src:url(https://example.org/f.woff2)}")
    assert links.faults(tmp_path) == [
        "index.html: zh/a.html#gone has no such heading", "index.html: b.html is not there", "zh/a.html: https://example.org/x.js is asked of another host", "x.css: asks another host",
    ]  # fmt: skip


def test_the_site_is_built_by_a_lock_of_its_own_and_by_nothing_that_newcomers_run() -> None:
    recipe = MAKEFILE.split("\nsite: setup\n")[1].split("\n\n")[0]
    assert "--require-hashes" in recipe and "docs/site/site.lock" in recipe and "experiments.upkeep.site" in recipe
    lock = (DOCS / "site" / "site.lock").read_text("utf-8")
    assert lock.count("--hash=sha256:") > 100 and "://" not in lock
    for target in ("test", "demo", "setup"):
        assert "site" not in re.sub(r"site-packages", "", MAKEFILE.split(f"\n{target}: ")[1].split("\n\n")[0])
