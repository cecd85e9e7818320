"""A lesson in Chinese from the beginning to the export: a host, the wall and two phones, each a browser of its own."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.workshop.browser.conftest import WAIT
from tests.workshop.browser.small_lessons import served, small_lessons

Page = Any
ENGLISH = re.compile(r"(?<![\w/.:])[A-Za-z]{3,}(?![\w/])")
SMALLEST_ON_THE_WALL = 24.0
LETTERS = """() => [...document.querySelectorAll("body *")]
  .filter((one) => [...one.childNodes].some((inner) => inner.nodeType === 3 && inner.textContent.trim()) && one.getClientRects().length)
  .map((one) => [one.textContent.trim().slice(0, 40), parseFloat(getComputedStyle(one).fontSize)])"""


@pytest.fixture(scope="module")
def lessons(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(small_lessons(tmp_path_factory.mktemp("lessons"))) as found:
        yield found


class People:
    """The windows of a lesson, each in a context of its own; what goes wrong in one is kept."""

    def __init__(self, chromium: Any, lessons: str) -> None:
        self.browser, self.address = chromium, lessons
        self.trouble: list[str] = []
        self.strangers: list[str] = []

    def window(self, path: str, wide: int, high: int) -> Page:
        page = self.browser.new_context(viewport={"width": wide, "height": high}, accept_downloads=True).new_page()
        page.set_default_timeout(WAIT)
        page.on("pageerror", lambda error: self.trouble.append(str(error)))
        page.on("console", lambda said: self.trouble.append(said.text) if "no text for" in said.text or "Content Security" in said.text else None)
        page.on("request", lambda asked: self.strangers.append(asked.url) if not asked.url.startswith((self.address, "blob:", "data:")) else None)
        page.goto(f"{self.address}{path}")
        return page


def opened(people: People, lesson: str) -> tuple[Page, str]:
    """The host's window with a room, and its code."""
    host = people.window("/host?lang=zh", 1280, 900)
    host.locator(".lessons .card", has_text=lesson).locator("button").click()
    return host, host.inner_text(".secret .code").strip()


def go_on(host: Page) -> None:
    """The host's next step; its button then names another one. A second click before that would be the same step, which is made once."""
    before = host.inner_text('[data-act="next"]')
    host.click('[data-act="next"]')
    host.wait_for_function("before => document.querySelector('[data-act=\"next\"]')?.innerText !== before", arg=before)


def guess(phone: Page, value: int, reason: int) -> None:
    phone.wait_for_selector(".guess input[type=range]")
    phone.locator(".guess input[type=range]").fill(str(value))
    phone.locator(".reason input").nth(reason).check()
    phone.click("button.wide")
    phone.wait_for_selector(f".guess .said:has-text('{abs(value)}%')")


def strays(page: Page) -> list[str]:
    """English words that are neither an address nor a code."""
    text = re.sub(r"http\S+|ZIP|--host|English|Limits", "", page.inner_text("main"))
    return [word for word in ENGLISH.findall(text) if not re.fullmatch("[A-Z0-9]{4}", word)]


def test_a_lesson_in_chinese_with_two_phones_from_the_code_to_the_export(chromium: Any, lessons: str, tmp_path: Path) -> None:
    people = People(chromium, lessons)
    host, code = opened(people, "谁来管")
    wall = people.window(f"/screen?room={code}&lang=zh", 1920, 1080)
    one = people.window(f"/join?room={code}&lang=zh", 390, 844)
    two = people.window("/join?lang=zh", 390, 844)
    two.fill(".code-form input", code.lower())
    two.click(".code-form button")
    two.wait_for_selector(".stage h1")
    wall.wait_for_selector("text=已加入：2人")
    for _step in ("question", "predict"):
        go_on(host)
        wall.wait_for_selector(f'.wall.{_step}')
    guess(one, -25, 0)
    guess(two, 4, 1)
    wall.wait_for_selector("text=已预测：2人，共2人")
    assert "-25" not in wall.inner_text("main") and "25" not in two.inner_text(".stage")
    one.reload()  # a phone that slept: the same person, with the same guess
    one.wait_for_selector(".guess .said:has-text('25%')")
    go_on(host)
    wall.wait_for_selector(".wall.reveal .finding:has-text('95%区间')")
    assert "2人预测，中位数−10.5%" in wall.inner_text(".finding") and "您的预测是−25%" in one.inner_text(".stage")
    late = people.window(f"/join?room={code}&lang=zh", 390, 844)
    late.wait_for_selector("text=这一题您没有预测")
    go_on(host)
    one.wait_for_selector("form.team")
    one.locator("form.team select").nth(1).select_option(index=2)
    one.click("form.team button")
    wall.wait_for_selector("table.teams td:has-text('95%区间')")
    small = [row for row in wall.evaluate(LETTERS) if row[1] < SMALLEST_ON_THE_WALL]
    assert small == []
    assert [strays(page) for page in (host, wall, one, late)] == [[], [], [], []]
    host.set_viewport_size({"width": 390, "height": 844})
    assert [page.evaluate("() => document.documentElement.scrollWidth - innerWidth") for page in (host, wall, one, late)] == [0, 0, 0, 0]
    leave(host, wall, one, tmp_path)
    assert (people.trouble, people.strangers) == ([], [])


def leave(host: Page, wall: Page, phone: Page, folder: Path) -> None:
    """Export, then clear: nobody has anything any more."""
    with host.expect_download() as download:
        host.click('[data-act="export"]')
    download.value.save_as(folder / "room.zip")
    with zipfile.ZipFile(folder / "room.zip") as archive:
        rows = archive.read("guesses.csv").decode("utf-8-sig").splitlines()
    assert len(rows) == 3 and "-25.0" in rows[1]
    host.click('[data-act="clear"]')
    host.click('[data-act="clear"]')
    host.wait_for_selector(".lessons")
    wall.wait_for_selector(".trouble")
    phone.wait_for_selector(".code-form")


def test_the_wall_goes_on_without_the_host_s_window_and_a_new_one_takes_the_room_up_again(chromium: Any, lessons: str) -> None:
    people = People(chromium, lessons)
    host, code = opened(people, "硬指标")
    wall = people.window(f"/screen?room={code}&lang=zh", 1280, 800)
    wall.wait_for_selector(".large-code")
    go_on(host)
    wall.wait_for_selector(".wall.question")
    context = host.context
    host.close()
    wall.reload()
    wall.wait_for_selector(".wall.question")
    again = context.new_page()
    again.set_default_timeout(WAIT)
    again.goto(f"{lessons}/host?lang=zh")
    assert again.inner_text(".secret .code").strip() == code
    go_on(again)
    wall.wait_for_selector(".wall.predict")
    again.click('[data-act="clear"]')
    again.click('[data-act="clear"]')
    assert people.trouble == []


def test_a_script_in_a_guess_stays_text_and_tokens_are_on_no_page(chromium: Any, lessons: str) -> None:
    people = People(chromium, lessons)
    host, code = opened(people, "处罚")
    phone = people.window(f"/join?room={code}&lang=zh", 390, 844)
    phone.wait_for_selector(".stage h1")
    for _step in range(2):
        go_on(host)
    phone.wait_for_selector(".guess .words input")
    phone.fill(".guess .words input", "<img src=x onerror=window.hit=1>")
    guess(phone, 1, 0)
    host.wait_for_selector(".secret li:has-text('<img src=x')")
    assert host.evaluate("() => window.hit") is None
    token: Any = phone.evaluate("(code) => localStorage.getItem(`inspectorate-who-${code}`)", code)
    secret: Any = host.evaluate("() => JSON.parse(localStorage.getItem('inspectorate-host')).token")
    for page in (host, phone):
        assert token not in page.content() and secret not in page.content() and token not in page.url and secret not in page.url
    assert people.strangers == []
