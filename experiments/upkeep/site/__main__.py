"""Builds the site, in both languages, and holds every link against it: ``make site``."""

from __future__ import annotations

import json
import logging
import os
import shutil
import sys
from collections.abc import Sequence
from typing import Any

from experiments.text.messages import speaking
from experiments.upkeep.site import api, commands, files, links
from experiments.upkeep.site.contents import DOCS, LANGUAGES, ROOT, WRITTEN, Contents, read
from experiments.upkeep.site.pages import borrowed, pictures_from_elsewhere, ready

SITE = ROOT / "build" / "site"
STAGE = ROOT / "build" / "site-source"
os.environ["DISABLE_MKDOCS_2_WARNING"] = "true"  # the theme's word on a later MkDocs, which the lock keeps out
os.environ["NO_MKDOCS_2_WARNING"] = "true"


def main(arguments: Sequence[str] | None = None) -> int:
    """Build it; 1 where a link leads nowhere or something is asked of another host, 2 where the pages cannot be read."""
    contents = read()
    logging.getLogger("mkdocs").addHandler(logging.StreamHandler())
    logging.getLogger("jieba").setLevel(logging.WARNING)
    shutil.rmtree(SITE, ignore_errors=True)
    for language in LANGUAGES:
        lay_ready(language, contents)
        try:
            build(language, contents)
        except SystemExit as stop:
            print(f"build/site-source/{language}: MkDocs found the faults above.", file=sys.stderr)
            return 2 if stop.code else 0
    found = links.faults(SITE)
    print("\n".join(found), file=sys.stderr)
    print(f"build/site/index.html: {len(contents.pages)} pages in each language; {len(found)} links are wrong.")
    return 1 if found else 0


def lay_ready(language: str, contents: Contents) -> None:
    """All pages of a language, as MkDocs takes them, with their pictures."""
    place = STAGE / language / "docs"
    shutil.rmtree(place, ignore_errors=True)
    for name in ("pictures", "site/assets"):
        shutil.copytree(DOCS / name, place / name.rpartition("/")[2])
    for page in contents.pages:
        path = place / page
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(written(page, language, contents) if page in WRITTEN else ready(page, language, contents), "utf-8")
        for picture in () if page in WRITTEN else pictures_from_elsewhere(page, language):
            shutil.copy(picture, place / borrowed(picture))


def written(page: str, language: str, contents: Contents) -> str:
    """A page that is made from the program, in a language."""
    notice = contents.words["keys_in_english"][language]
    with speaking(language):
        return {"reference/commands.md": commands.page, "reference/files.md": lambda: files.page(notice), "reference/api.md": lambda: api.page(notice)}[page]()


def build(language: str, contents: Contents) -> None:
    """One language of the site, into its folder: the Chinese pages lie in zh/ of the English ones."""
    from mkdocs.commands.build import build as mkdocs_build
    from mkdocs.config import load_config
    from pymdownx.slugs import slugify

    place = STAGE / language / "docs"
    plan = STAGE / language / "mkdocs.yml"
    plan.write_text(json.dumps(settings(language, contents), ensure_ascii=False), "utf-8")
    target = SITE if language == "en" else SITE / language
    headings = {"toc": {"slugify": slugify(case="lower"), "permalink": True, "toc_depth": 3}}
    mkdocs_build(load_config(config_file=str(plan), docs_dir=str(place), site_dir=str(target), strict=True, markdown_extensions=[*EXTENSIONS, headings]))
    (target / "404.html").unlink()  # for servers: its addresses begin at a server's root


EXTENSIONS: tuple[str, ...] = ("admonition", "attr_list", "tables", "md_in_html", "pymdownx.superfences", "pymdownx.highlight", "pymdownx.inlinehilite")


def settings(language: str, contents: Contents) -> dict[str, Any]:
    """What MkDocs and the theme are told; fonts, scripts and styles are all in the site."""
    words = {name: value[language] for name, value in contents.words.items()}
    return {
        "site_name": words["name"], "site_description": words["description"], "use_directory_urls": False, "nav": contents.menu(language),
        "theme": {"name": "material", "language": language, "font": False, "custom_dir": str(DOCS / "site" / "overrides"), "palette": {"primary": "blue grey", "accent": "indigo"},
                  "features": ["navigation.tabs", "navigation.indexes", "navigation.footer", "navigation.top", "content.code.copy", "search.highlight", "toc.follow"]},
        "plugins": {"search": {"separator": r"[\s\u200b\u3000\-_,，。、；：！？（）《》“”()\[\].`]+"}, "offline": {}},
        "extra": {"generator": False, "alternate": [{"name": words["other"], "link": "./", "lang": "zh" if language == "en" else "en"}], "other_language": words["other"],
                  "polyfills": ["assets/iframe-worker.js"]},
        "extra_css": ["assets/site.css"],
        "validation": {"nav": {"omitted_files": "warn", "not_found": "warn"}, "links": {"not_found": "warn", "anchors": "warn", "unrecognized_links": "ignore"}},
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
