"""What somebody waits for who moves a lever on a page of the workshop: a real Chromium, from the event of the slider to the frame that shows it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

from experiments.upkeep.bench.workshop import EVERY_SECONDS, LEVER, STEP_SECONDS, STEPS
from experiments.upkeep.pictures import READY

WAIT = 120_000
"""Milliseconds for what takes long: the baseline of the whole district."""
OTHER = "penalty_certainty"
Asked = tuple[float, dict[str, float]]
"""When the slider was moved, and after how many milliseconds each stage was on the screen."""
SLIDER = f'input[type=range][data-lever="{LEVER}"]'
WATCH = """() => {
  const moves = window.moves = [];
  let moved = 0;
  document.addEventListener('input', () => { moved = performance.now(); }, true);
  const ask = window.fetch;
  window.fetch = (path, options) => {
    if (String(path).startsWith('/api/ask')) {
      const request = { moved, stages: {}, begun: false };
      moves.push(request);
      // What is still drawn in the turn of events in which this is asked belongs to the question before.
      setTimeout(() => { request.begun = true; }, 0);
    }
    return ask(path, options);
  };
  const progress = document.querySelector('.progress');
  new MutationObserver(() => {
    const request = moves.filter((one) => one.begun).pop();
    const { stage } = progress.dataset;
    if (!request || stage in request.stages) return;
    request.stages[stage] = NaN;
    // A frame is on the screen once what waits behind its drawing is run.
    requestAnimationFrame(() => setTimeout(() => { request.stages[stage] = performance.now() - request.moved; }, 0));
  }).observe(progress, { attributes: true, attributeFilter: ['data-stage'] });
}"""
"""Notes for each question of the page how long after the slider's event each stage of its answer was on the screen, in milliseconds."""
MOVE = """([selector, place]) => {
  const slider = document.querySelector(selector);
  slider.value = String(Math.round(place * Number(slider.max)));
  for (const name of ['input', 'change']) slider.dispatchEvent(new Event(name, { bubbles: true }));
}"""
SHOWN = "moves.map((one) => [one.moved, one.stages])"
"""A slider that is let go asks once more what it asked when it was moved: that is the same move."""
DRAWINGS = "Number(document.querySelector('.chart').dataset.drawings || 0)"


@contextmanager
def page_of(chromium: Any, port: int, policy: str, district: str) -> Iterator[Any]:
    """A page of the levers in a context of its own, its first question answered to the end; what follows is timed."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    try:
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{port}/explore?lang=en&district={district}&policy={quote(policy, safe='')}")
        page.locator(READY["explore"]).first.wait_for(timeout=WAIT)
        page.evaluate(WATCH)
        yield page
    finally:
        context.close()


def start(turn: int) -> str:
    """All five countermeasures; from the second time on another lever stands a hair beside, so that no answer is there before it is asked for."""
    return "all-five" if turn == 0 else f"mine:all-five,{OTHER}={0.5 + turn / 1000:g}"


def firsts(asked: Sequence[Asked]) -> list[float]:
    """Seconds to the first picture of each move that had one, whichever stage it was."""
    found: dict[float, float] = {}
    for moved, stages in asked:
        if stages:
            found.setdefault(moved, min(stages.values()) / 1000)
    return list(found.values())


def drags(chromium: Any, port: int, district: str, times: int) -> tuple[list[float], list[int]]:
    """The slider drawn with the mouse from one end to the other: seconds from its event to the picture on the screen, and pictures in each drag."""
    delays: list[float] = []
    pictures: list[int] = []
    for turn in range(times):
        with page_of(chromium, port, start(turn), district) as page:
            slider = page.locator(SLIDER)
            slider.scroll_into_view_if_needed()
            box = slider.bounding_box()
            before, middle = page.evaluate(DRAWINGS), box["y"] + box["height"] / 2
            page.mouse.move(box["x"] + 0.03 * box["width"], middle)
            page.mouse.down()
            began = time.perf_counter()
            for step in range(STEPS):
                page.mouse.move(box["x"] + box["width"] * (0.03 + 0.94 * step / (STEPS - 1)), middle)
                page.wait_for_timeout(max(0.0, 1000 * (began + STEP_SECONDS * (step + 1) - time.perf_counter())))
            pictures.append(page.evaluate(DRAWINGS) - before)
            page.mouse.up()
            delays += firsts(settled(page))
    return delays, pictures


def settled(page: Any) -> list[Asked]:
    """The stages of every question of a page once the last of them is answered to the end."""
    page.wait_for_function("() => moves.length && Number.isFinite(moves[moves.length - 1].stages.twenty)", timeout=WAIT)
    found: list[Asked] = page.evaluate(SHOWN)
    return found


def refined(chromium: Any, port: int, district: str, times: int) -> tuple[list[float], list[float]]:
    """Seconds from the slider's event to ten years and to twenty worlds on the screen."""
    with page_of(chromium, port, "mine:all-five,penalty_certainty=0.47", district) as page:
        found = []
        for turn in range(times):
            page.evaluate(MOVE, [SLIDER, (turn + 0.5) / times])
            found.append(settled(page)[-1][1])
    return [one["ten"] / 1000 for one in found if "ten" in one], [one["twenty"] / 1000 for one in found]


def room(chromium: Any, port: int, district: str, seconds: float, people: int) -> tuple[list[float], int]:
    """People at pages who move the lever to one of its stops every five seconds: seconds to their pictures, and how many got none."""
    contexts = [page_of(chromium, port, "all-five", district) for _ in range(people)]
    pages = [one.__enter__() for one in contexts]
    try:
        began, moved = time.perf_counter(), 0
        while time.perf_counter() - began < seconds:
            turn, number = divmod(moved, people)
            pages[number].evaluate(MOVE, [SLIDER, (7 * (turn + 3 * number) % 50) / 50])
            moved += 1
            pages[number].wait_for_timeout(max(0.0, 1000 * (began + moved * EVERY_SECONDS / people - time.perf_counter())))
        delays = [delay for page in pages for delay in firsts(settled(page))]
    finally:
        for one in contexts:
            one.__exit__(None, None, None)
    return delays, moved - len(delays)
