"""The pages used as a person would: dragging, keyboard, undo, from page to page, cells, two futures."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest

from experiments.upkeep.pictures import READY
from tests.workshop.browser.conftest import WAIT, search

DRAWINGS = "Number(document.querySelector('.chart').dataset.drawings || 0)"
STEPS, AT_LEAST = 20, 5
"""Steps of a slider that is dragged, and pictures that are drawn meanwhile."""
STARTED = READY["explore"].replace('="twenty"', "")
"""Explore once its first answer is drawn."""
PAUSE = 60
"""Milliseconds between two steps."""


def policies(page: Any) -> list[str]:
    """The policies of the address."""
    return parse_qs(search(page).removeprefix("?")).get("policy", [])


def explored(opens: Callable[..., Any], query: str = "", **size: int) -> Any:
    page = opens(f"explore?lang=en{query}", **size)
    page.locator(STARTED).first.wait_for(timeout=WAIT)
    return page


def test_the_answer_moves_while_a_slider_is_dragged(opens: Callable[..., Any]) -> None:
    page = explored(opens, "&policy=all-five")
    slider = page.locator('input[type=range][data-lever="penalty_certainty"]')
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    middle = box["y"] + box["height"] / 2
    before = page.evaluate(DRAWINGS)
    page.mouse.move(box["x"] + 0.1 * box["width"], middle)
    page.mouse.down()
    for step in range(STEPS):
        page.mouse.move(box["x"] + box["width"] * (0.1 + 0.7 * step / STEPS), middle)
        page.wait_for_timeout(PAUSE)
    drawn = page.evaluate(DRAWINGS) - before
    page.mouse.up()
    assert drawn >= AT_LEAST
    assert policies(page)[0].startswith("mine:all-five,penalty_certainty=")
    page.get_by_role("button", name="Undo").click()
    assert policies(page) == ["all-five"], "one drag is one step"
    page.get_by_role("button", name="Redo").click()
    assert policies(page)[0].startswith("mine:all-five,")


def test_a_lever_is_moved_typed_and_taken_back_by_keyboard_alone(opens: Callable[..., Any]) -> None:
    page = explored(opens, "&policy=baseline")
    page.locator('input[data-lever="committee_meetings"]').focus()
    page.keyboard.press("ArrowRight")
    (spec,) = policies(page)
    assert spec.startswith("mine:,committee_meetings=") and float(spec.rpartition("=")[2]) > 4
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Control+A")
    page.keyboard.type("9")
    page.keyboard.press("Enter")
    assert policies(page) == ["mine:,committee_meetings=9"]
    page.locator(".sentence", has_text="Expected deaths").wait_for(timeout=WAIT)
    page.locator(".changes button").first.press("Enter")
    assert policies(page) == ["baseline"]
    page.keyboard.press("Control+z")
    assert policies(page) == ["mine:,committee_meetings=9"]


def test_a_lever_that_is_moved_for_a_time_keeps_its_times_and_says_so(opens: Callable[..., Any]) -> None:
    page = explored(opens, "&policy=mine%3Aall-five%2Ccommittee_meetings%3D8%4012-24~6")
    slider = page.locator('input[data-lever="committee_meetings"]')
    row = page.locator(".lever-row", has=slider)
    assert "from month 12 until month 24" in row.locator(".schedule").inner_text()
    before = policies(page)
    slider.focus()
    page.keyboard.press("ArrowRight")
    (spec,) = policies(page)
    assert [spec] != before and re.fullmatch(r"mine:all-five,committee_meetings=[\d.]+@12-24~6", spec)
    assert "over 6 months" in page.locator(".changes li").inner_text()
    page.keyboard.press("Control+z")
    assert policies(page) == before
    cell = page.evaluate("""async () => {
      const own = await import('/static/js/own_policy.js');
      return own.withCell('mine:,metal.fire=nobody@3', [], 'metal', 'fire', { departments: ['towns'], lead: '' });
    }""")  # fmt: skip
    assert cell == "mine:,metal.fire=towns@3"


def test_the_question_stays_when_the_page_changes_and_comes_back_with_the_address(opens: Callable[..., Any]) -> None:
    page = explored(opens, "&policy=capacity&policy=incentives")
    page.locator("button.policy").nth(1).click()
    page.locator('input[data-lever="records_shared"]').focus()
    page.keyboard.press("ArrowRight")
    asked = policies(page)
    assert asked[0] == "capacity" and asked[1].startswith("mine:incentives,records_shared=")
    for name in ("matrix", "watch", "about", "explore"):
        page.locator(f'nav a[data-page="{name}"]').click()
        page.locator(READY[name]).first.wait_for(timeout=WAIT)
        assert policies(page) == asked, name
    assert page.get_by_role("button", name="Undo").is_enabled()
    assert page.locator("button.policy[aria-pressed=true]").get_attribute("data-at") == "1"
    page.get_by_role("button", name="Reset").click()
    assert policies(page) == ["all-five"]


def test_up_to_four_stand_side_by_side_and_a_policy_is_built_up_step_by_step(opens: Callable[..., Any]) -> None:
    page = explored(opens, "&policy=all-five")
    for name in ("attention", "boundaries", "staffing"):
        page.get_by_label("Beside it").select_option(name)
    assert policies(page) == ["all-five", "attention", "boundaries", "staffing"]
    assert not page.get_by_label("Beside it").is_visible()
    page.locator("button.policy").nth(0).click()
    page.locator("details.steps summary").first.click()
    rows = page.locator("details.steps tbody tr")
    rows.nth(4).wait_for(timeout=WAIT)
    assert rows.count() == 5 and "professional" in rows.nth(3).inner_text().lower()


def test_the_question_is_handed_on_as_address_code_command_and_files(opens: Callable[..., Any]) -> None:
    page = explored(opens, "&policy=mine%3Aall-five%2Cfield_days%3D80&months=24&worlds=4")
    page.get_by_role("button", name="Share and save").click()
    page.locator("dialog textarea").nth(1).wait_for(timeout=WAIT)
    given = [field.input_value() for field in page.locator("dialog textarea").all()]
    assert given[0].startswith(page.url.partition("?")[0]) and policies(page) == parse_qs(urlparse(given[0]).query)["policy"] and "inspectorate compare" in given[1] and "mine:all-five,field_days=80" in given[1]
    assert page.locator("dialog img").count() == 0, "a code that leads to this computer alone would lead a phone to itself"
    drawn = "(async (text) => { const code = new Image(); code.src = `/api/qr?text=${encodeURIComponent(text)}`; await code.decode(); return code.naturalWidth; })"
    assert page.evaluate(f"(text) => {drawn}(text)", given[0]) > 50
    with page.expect_download(timeout=WAIT) as started:
        page.get_by_role("button", name="Scenario (TOML)").click()
    assert "field_days" in started.value.path().read_text("utf-8")
    page.keyboard.press("Escape")
    with page.expect_download(timeout=WAIT) as started:
        page.get_by_role("button", name="Save as a picture: Difference from today").click()
    assert started.value.path().read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"


def test_a_cell_is_handed_over_by_keyboard_alone(opens: Callable[..., Any]) -> None:
    page = opens("matrix?lang=en&policy=baseline")
    cells = page.locator("button.cell")
    cells.first.wait_for(timeout=WAIT)
    cells.first.focus()
    page.keyboard.press("ArrowRight")
    name = page.evaluate("document.activeElement.dataset.cell")
    page.keyboard.press("Enter")
    page.locator("dialog.cell-menu").wait_for()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.cell") == name
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Nobody").press("Enter")
    assert policies(page) == [f"mine:,{name}=nobody"]
    changed = page.locator("button.cell.changed")
    changed.wait_for(timeout=WAIT)
    assert "Blind" in changed.inner_text() and "before:" in changed.inner_text()
    assert page.evaluate("document.activeElement.dataset.cell") == name
    changed.press("Enter")
    page.get_by_role("button", name="As before my change").press("Enter")
    assert policies(page) == ["baseline"]


def test_two_futures_are_played_stepped_and_scrubbed_and_an_enterprise_tells_its_story(opens: Callable[..., Any]) -> None:
    page = opens("watch?lang=en&policy=all-five")
    page.locator(READY["watch"]).first.wait_for(timeout=WAIT)
    page.get_by_role("button", name="One month on").press("Enter")
    assert "Month 2 " in page.locator(".month").inner_text() and "month=1" in search(page)
    page.locator(".player input[type=range]").focus()
    page.keyboard.press("End")
    assert "Month 120 " in page.locator(".month").inner_text()
    page.get_by_label("Enterprises with accidents").select_option(index=1)
    assert page.locator(".story-text li").count() > 0
    assert page.locator(".stage").count() == 2
    page.locator(".player input[type=range]").press("Home")
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_function("() => !document.querySelector('.month').innerText.includes('Month 1 ')")
    page.get_by_role("button", name="Pause").click()


@pytest.mark.parametrize("texts", [["mine:,field_days=80", "mine:all-five,field_days=60@12-24~6", "mine:,metal.fire=fire*+towns", "mine:,metal.fire=nobody@3", "a+b", "x:a+b,c=1"]])
def test_the_text_of_an_own_policy_is_taken_apart_and_put_together_unchanged(opens: Callable[..., Any], texts: list[str]) -> None:
    page = opens("about?lang=en")
    again = page.evaluate("async (texts) => { const own = await import('/static/js/own_policy.js'); return texts.map((text) => own.written(own.parsed(text))); }", texts)
    assert again == texts
