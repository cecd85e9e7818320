"""A lesson of one's own, chosen on the host's page; a course that a phone draws; a wall that no phone can reach."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from experiments.workshop.rooms.lessons import FOLDER
from tests.workshop.browser.test_rooms import People, go_on, lessons, strays

__all__ = ["lessons"]


def test_a_lesson_is_chosen_as_a_file_and_a_course_is_drawn_and_shown(chromium: Any, lessons: str, tmp_path: Path) -> None:
    text = (FOLDER / "who-is-responsible.toml").read_text("utf-8").replace("jiuyuan-quarter", "jiuyuan-hamlet").replace('title_zh = "谁来管', 'title_zh = "我们的课：谁来管')
    (tmp_path / "ours.toml").write_text(text, "utf-8")
    (tmp_path / "bad.toml").write_text(text.replace("moves = 1", "movez = 1"), "utf-8")
    people = People(chromium, lessons)
    host = people.window("/host?lang=zh", 1280, 900)
    picker = host.locator(".lessons input[type=file]")
    picker.set_input_files(tmp_path / "bad.toml")
    host.wait_for_selector(".trouble:has-text('movez')")
    picker.set_input_files(tmp_path / "ours.toml")
    code = host.inner_text(".secret .code").strip()
    wall = people.window(f"/screen?room={code}&lang=zh", 1280, 720)
    wall.wait_for_selector("h1:has-text('我们的课')")
    assert wall.locator("img").count() == 0 and "举手" in wall.inner_text("main"), "the server is reached by this computer alone"
    phone = people.window(f"/join?room={code}&lang=zh", 390, 844)
    for step in ("question", "predict"):
        go_on(host)
        wall.wait_for_selector(f".wall.{step}")
    draw(phone)
    phone.locator(".reason input").first.check()
    phone.click("button.wide")
    phone.wait_for_selector(".guess .said:not(:empty)")
    go_on(host)
    wall.wait_for_selector(".courses svg path")
    assert wall.locator(".courses svg path").count() == 2 and "共1条" in wall.inner_text(".courses")
    below = """() => Math.max(...[...document.querySelectorAll('.revealed > .drawing svg, .revealed > .finding')].map((one) => one.getBoundingClientRect().bottom))
      - document.querySelector('footer').getBoundingClientRect().top"""
    assert wall.evaluate(below) <= 0, "on a small projector the guesses and the finding stand above the strip"
    assert [strays(page) for page in (wall, phone)] == [[], []]
    assert [page.evaluate("() => document.documentElement.scrollWidth - innerWidth") for page in (wall, phone)] == [0, 0]
    assert people.trouble == []


def draw(phone: Any) -> None:
    """A line that falls from the first year to the last; the number follows it."""
    phone.locator(".course summary").click()
    pad = phone.locator(".pad")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    across = [box["x"] + box["width"] * (0.13 + 0.84 * step / 9) for step in range(10)]
    phone.mouse.move(across[0], box["y"] + 0.25 * box["height"])
    phone.mouse.down()
    for step, x in enumerate(across):
        phone.mouse.move(x, box["y"] + box["height"] * (0.25 + 0.05 * step))
    phone.mouse.up()
    assert phone.inner_text(".guess .big").startswith("\u2212")
