"""The wall at 1280 by 720: nothing of a question, of guesses or of an answer is below the edge, and nothing gets lost between its parts."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from experiments.text.messages import LANGUAGES
from tests.workshop.browser.conftest import WAIT
from tests.workshop.browser.wall_states import states

JOIN = "http://192.168.178.120:8420/join?room=ABCD"
MEASURED = """() => ({
  below: document.scrollingElement.scrollHeight - innerHeight, beside: document.scrollingElement.scrollWidth - innerWidth,
  inside: [...document.querySelectorAll('main *')].filter((one) => ['auto', 'scroll'].includes(getComputedStyle(one).overflowX)
    && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1)).map((one) => one.className),
  hidden: [...document.querySelectorAll('main *')].filter((one) => one.childElementCount === 0 && one.textContent && one.getClientRects().length
    && !one.closest('thead') && one.getBoundingClientRect().bottom > document.querySelector('footer').getBoundingClientRect().top + 1).map((one) => one.textContent),
  small: [...document.querySelectorAll('main *')].filter((one) => [...one.childNodes].some((inner) => inner.nodeType === 3 && inner.textContent.trim())
    && one.getClientRects().length && !one.closest('thead') && parseFloat(getComputedStyle(one).fontSize) < 24).map((one) => one.textContent),
})"""
PARTS = "() => { const all = [...document.querySelectorAll('[data-part]')]; return [all.length, ...all.flatMap((one, at) => one.getClientRects().length ? [at] : [])]; }"
FITS: dict[str, Any] = {"below": 0, "beside": 0, "inside": [], "hidden": [], "small": []}
LEAF = ".leaves button"


class Wall:
    """The page of the wall, told one state after the other."""

    def __init__(self, opens: Callable[..., Any], language: str, first: dict[str, Any]) -> None:
        self.version, self.state = 0, first
        self.waiting: list[Any] = []
        self.page = opens(f"screen?lang={language}", width=1280, height=720)
        self.page.route("**/api/room/*/state*", self.answer)
        self.page.route("**/api/qr*", lambda asked: asked.fulfill(content_type="image/svg+xml", body='<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'))
        self.page.locator("footer .strip").wait_for(timeout=WAIT)

    def answer(self, asked: Any) -> None:
        """A page that has the state in force waits for the next one."""
        if int(re.search(r"seen=(\d+)", asked.request.url)[1]) < self.version:  # type: ignore[index]
            asked.fulfill(json={**self.state, "version": self.version})
        else:
            self.waiting.append(asked)

    def show(self, state: dict[str, Any]) -> None:
        """The next state, until it is drawn."""
        self.version, self.state = self.version + 1, state
        self.page.evaluate("() => { const old = document.querySelector('.wall'); if (old) old.id = 'before'; }")
        while self.waiting:
            self.answer(self.waiting.pop())
        if self.version == 1:
            self.page.fill(".code-form input", "ABCD")
            self.page.click(".code-form button")
        self.page.locator(f".wall.{state['phase']}:not(#before)").wait_for(timeout=WAIT)
        self.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def close(self) -> None:
        """No request is left without an answer."""
        for asked in self.waiting:
            asked.abort()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("lesson", ["hard-target", "who-is-responsible"])
def test_nothing_of_a_lesson_is_below_the_edge_of_a_small_projector(opens: Callable[..., Any], lesson: str, language: str) -> None:
    told = states(lesson, language, JOIN)
    wall = Wall(opens, language, told[0])
    for state in told:
        wall.show(state)
        seen: list[int] = []
        for at in range(max(1, wall.page.locator(LEAF).count())):
            if wall.page.locator(LEAF).count():
                wall.page.locator(LEAF).nth(at).click()
            where = (state["phase"], state["round"], at)
            assert (where, wall.page.evaluate(MEASURED)) == (where, FITS)
            count, *shown = wall.page.evaluate(PARTS)
            seen += shown
        assert seen == list(range(count)), "every part is on one leaf"
    wall.close()


def test_parts_turn_by_themselves_until_somebody_chooses_one(opens: Callable[..., Any]) -> None:
    told = states("who-is-responsible", "en", JOIN)
    wall = Wall(opens, "en", told[0])
    wall.page.clock.install()
    wall.show(told[4])
    chosen = wall.page.locator(f"{LEAF}[aria-current]")
    assert told[4]["phase"] == "reveal" and chosen.inner_text() == "1"
    wall.page.clock.run_for(15_500)
    assert chosen.inner_text() == "2"
    wall.show({**told[4], "members": 41})
    assert chosen.inner_text() == "2", "news of the same question turn nothing back"
    wall.page.keyboard.press("PageUp")
    assert chosen.inner_text() == "1"
    wall.page.clock.run_for(31_000)
    assert chosen.inner_text() == "1"
    wall.close()
