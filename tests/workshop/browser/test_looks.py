"""What a tired reader stumbles over: names of the inside, axes without sense, a language that comes back, pictures without colours."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from PIL import Image

from experiments.upkeep.pictures import READY
from tests.workshop.browser.conftest import WAIT, search
from tests.workshop.browser.test_pages import EVERYTHING, WORD, chinese

OWN = quote("mine:all-five,metal.fire=fire*+towns,field_days=80", safe="")
DONE = READY["explore"]


@pytest.mark.parametrize("name", ["explore", "matrix", "watch"])
def test_a_policy_of_ones_own_has_no_english_name_on_a_chinese_page(opens: Callable[..., Any], name: str) -> None:
    page = opens(f"{name}?lang=zh&policy={OWN}")
    page.locator(READY[name]).first.wait_for(timeout=WAIT)
    own, _english = chinese()
    told = page.evaluate(EVERYTHING)
    strays = {word for text in told for word in WORD.findall(re.sub(r"\b[0-9a-f]{12}\b", "", text)) if word not in own}
    assert strays == set()
    assert "我的对策" in " ".join(told)
    if name != "watch":
        assert any("冶金与金属" in text and "镇街应急办" in text for text in told), "a cell is told with its titles"


def test_steps_of_an_axis_divide_it_and_nothing_has_ten_zeros(opens: Callable[..., Any]) -> None:
    page = opens("about?lang=en")
    page.locator(READY["about"]).wait_for(timeout=WAIT)
    cases = [[0, 0], [0, 0.0], [5, 5], [0, 4.31], [-0.93, 0], [-0.0213, 0.0004], [0, 0.43], [1234, 5678], [-7e-5, 3e-5], [0, 1e6]]
    ends = page.evaluate("""async (cases) => {
      const { around } = await import('/static/js/charts/chart.js');
      return cases.map((values) => [around(values, false), around(values, true)]);
    }""", cases)  # fmt: skip
    for values, pair in zip(cases, ends, strict=True):
        for found in pair:
            steps = (found["max"] - found["min"]) / found["interval"]
            assert abs(steps - round(steps)) < 1e-6 and 1 <= round(steps) <= 7, (values, found)
            assert found["min"] <= min(values) + 1e-9 and found["max"] >= max(values) - 1e-9
            assert max(values) - min(values) > 1e-9 or found["interval"] == 1


def test_undo_takes_the_question_back_and_not_the_language(opens: Callable[..., Any]) -> None:
    page = opens(f"explore?lang=zh&policy={OWN}")
    page.locator(".progress[data-stage]").wait_for(timeout=WAIT)
    page.locator(".changes button").first.click()
    page.locator("header a.tool").click()
    page.locator(".progress[data-stage]").wait_for(timeout=WAIT)
    page.get_by_role("button", name="Undo").click()
    assert "metal.fire" in search(page) and "lang=en" in search(page)
    page.go_back()
    # The page before it, if it is another one, is still to be loaded.
    page.wait_for_function("() => document.documentElement.lang === (location.search.includes('lang=zh') ? 'zh-CN' : 'en')", timeout=WAIT)


def test_a_plus_in_an_address_joins_policies_and_an_error_names_no_field_of_the_inside(opens: Callable[..., Any]) -> None:
    page = opens("explore?lang=zh&policy=coordination+capacity")
    page.locator(".progress[data-stage]").wait_for(timeout=WAIT)
    assert "coordination" not in page.inner_text("main")
    page = opens("explore?lang=zh&district=atlantis")
    page.locator(".trouble").wait_for(timeout=WAIT)
    assert "district" not in page.inner_text(".trouble") and "重置" in page.inner_text(".answers")


def test_a_picture_has_the_colours_of_its_policies_and_a_name_of_its_own(opens: Callable[..., Any], tmp_path: Path) -> None:
    page = opens("explore?lang=en&policy=all-five&policy=coordination")
    page.locator(DONE).first.wait_for(timeout=WAIT)
    with page.expect_download() as download:
        page.locator(".card button.quiet").first.click()
    assert re.fullmatch(r"Difference from today-[0-9a-f]{12}\.png", download.value.suggested_filename)
    download.value.save_as(tmp_path / "picture.png")
    picture = Image.open(tmp_path / "picture.png").convert("RGB")
    head = picture.crop((0, 0, picture.width, 130)).getcolors(1_000_000) or []
    assert {(0, 114, 178), (213, 94, 0)} <= {color for _count, color in head}


def test_every_step_has_an_interval_in_the_end(opens: Callable[..., Any]) -> None:
    page = opens(f"explore?lang=en&policy={OWN}")
    page.locator(DONE).first.wait_for(timeout=WAIT)
    page.locator("details.steps summary").first.click()
    page.locator("details.steps .note", has_text="for itself").wait_for(timeout=WAIT)
    rows = page.locator("details.steps tbody tr").all()
    assert len(rows) == 7
    assert all(row.locator("td").nth(at).inner_text().count("95 % interval") == 1 for row in rows for at in (0, 1))


def test_a_scenario_that_was_saved_is_opened_again(opens: Callable[..., Any], tmp_path: Path) -> None:
    page = opens(f"explore?lang=zh&policy={OWN}&months=24")
    page.locator(".progress[data-stage]").wait_for(timeout=WAIT)
    page.locator("button[aria-haspopup=dialog]").click()
    with page.expect_download() as download:
        page.locator("dialog button", has_text="TOML").click()
    download.value.save_as(tmp_path / "scenario.toml")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="重置").click()
    assert "metal.fire" not in search(page)
    page.locator("button[aria-haspopup=dialog]").click()
    picker = page.locator("dialog input[type=file]")
    picker.wait_for(state="attached", timeout=WAIT)
    picker.set_input_files({"name": "bad.toml", "mimeType": "text/plain", "buffer": b"policies = ["})
    page.locator("dialog .trouble").wait_for(timeout=WAIT)
    picker.set_input_files(tmp_path / "scenario.toml")
    page.locator("dialog").wait_for(state="detached", timeout=WAIT)
    assert "metal.fire" in search(page) and "months=24" in search(page)
