"""The pages walked in both languages: no stray English in Chinese, nothing wider than the window, scripts in every field inert."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest

from experiments.text.messages import LANGUAGES
from experiments.upkeep import browser, catalogue
from experiments.upkeep.pictures import READY, SIZES
from tests.workshop.browser.conftest import WAIT

OWN = ("explore", "matrix", "watch", "about")
"""The pages that show something without a room."""
EVERYTHING = """() => {
  document.querySelectorAll('details').forEach((one) => { one.open = true; });
  const attributes = [...document.querySelectorAll('[aria-label], [title], [alt], [aria-valuetext]')].flatMap((node) => ['aria-label', 'title', 'alt', 'aria-valuetext'].map((name) => node.getAttribute(name) || ''));
  const options = [...document.querySelectorAll('option, optgroup')].map((node) => node.label || node.textContent);
  return [document.title, document.body.innerText, ...attributes, ...options];
}"""
WORD = re.compile(r"[A-Za-z][A-Za-z-]{2,}")
SCRIPT = "\"><img src=x onerror=\"window.hacked=1\"><script>window.hacked=1</script>'-window.hacked=1-'"


def chinese() -> tuple[set[str], set[str]]:
    """Latin words that the Chinese texts have themselves, and the English texts that have another Chinese one."""
    entries = [(str(entry.id), str(entry.string)) for entry in catalogue.read() if entry.id]
    return {word for _text, told in entries for word in WORD.findall(told)}, {text for text, told in entries if told != text}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", OWN)
def test_a_page_speaks_one_language(opens: Callable[..., Any], name: str, lang: str) -> None:
    page = opens(f"{name}?lang={lang}")
    page.locator(READY[name]).first.wait_for(timeout=WAIT)
    page.evaluate(EVERYTHING)
    page.wait_for_timeout(300)
    told = page.evaluate(EVERYTHING)
    assert page.evaluate("document.documentElement.lang") == {"zh": "zh-CN", "en": "en"}[lang]
    assert not [text for text in told if re.search(r"\b(?:undefined|NaN|\[object|null)\b|\{\w+\}", text)]
    if lang == "zh":
        own, english = chinese()
        strays = {word for text in told for word in WORD.findall(re.sub(r"\b[0-9a-f]{12}\b", "", text)) if word not in own}
        assert strays == set()
        assert [line for text in told for line in text.splitlines() if line.strip() in english] == []
    else:
        assert not [text for text in told if re.search("[\u4e00-\u9fff]", text.replace("\u4e2d\u6587", ""))]


@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("name", OWN)
def test_a_page_is_no_wider_than_its_window_and_its_controls_are_named(opens: Callable[..., Any], name: str, width: int) -> None:
    page = opens(f"{name}?lang=zh", width=width, height=SIZES[width])
    page.locator(READY[name].replace('="twenty"', "")).first.wait_for(timeout=WAIT)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width
    unnamed = page.evaluate("""() => [...document.querySelectorAll('button, select, input, textarea, a[href], summary')]
      .filter((node) => !(node.textContent.trim() || node.getAttribute('aria-label') || (node.labels && node.labels.length))).map((node) => node.outerHTML)""")
    assert unnamed == []
    assert page.locator("h1").count() == 1 and page.locator("main").count() == 1
    assert page.locator("footer details.strip").count() == 1


@pytest.mark.parametrize("name", OWN)
def test_a_script_in_any_part_of_the_address_does_nothing(opens: Callable[..., Any], name: str) -> None:
    bad = quote(SCRIPT, safe="")
    of_the_pages = "&".join(f"{key}={bad}" for key in ("now", "month", "world", "lang"))
    queries = [f"policy=all-five&{of_the_pages}", "&".join(f"{key}={bad}" for key in ("district", "policy", "parameter", "ensemble", "months", "unheard-of")),
               f"policy={bad}%3Aall-five%2Cfield_days%3D{bad}&policy=mine%3A%2C{bad}.fire%3D{bad}&parameter={bad}%3D1"]  # fmt: skip
    page = opens(f"{name}?{queries[0]}")
    page.locator(READY[name].replace('="twenty"', "")).first.wait_for(timeout=WAIT)
    for query in queries[1:]:
        page.goto(f"{page.url.partition('?')[0]}?{query}")
        page.locator("main h1, main .trouble").first.wait_for(timeout=WAIT)
        page.wait_for_timeout(250)
        assert page.evaluate("[window.hacked, document.querySelectorAll('script:not([src]), img[src=x]').length]") == [None, 0]


def test_a_script_typed_into_any_field_does_nothing(opens: Callable[..., Any]) -> None:
    page = opens("explore?lang=en")
    page.locator(READY["explore"].replace('="twenty"', "")).first.wait_for(timeout=WAIT)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    for field in page.locator("input[type=search], input[type=text]").all():
        field.fill(SCRIPT)
        field.dispatch_event("change")
    page.wait_for_timeout(300)
    assert page.evaluate("[window.hacked, document.querySelectorAll('img[src=x]').length]") == [None, 0]


def test_a_browser_of_its_own_works_beside_one_that_is_open(chromium: Any) -> None:
    """As the bench opens one while others are at theirs in the same process."""
    assert browser.used(lambda own: own.version) == chromium.version
