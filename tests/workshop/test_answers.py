"""What is answered beside the stages: languages side by side, the matrix, the film, the shapes of a scenario, and what is taken away."""

from __future__ import annotations

import asyncio
import base64
import io
import json
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.testclient import TestClient

from experiments.running.scenario import Scenario
from experiments.studies.matrix.records import records as matrix_records
from experiments.studies.matrix.report import matrix_of
from experiments.text import messages
from experiments.text.errors import UserError
from experiments.text.messages import _, activate, language, speaking
from experiments.workshop.answers.film import first_parting
from experiments.workshop.answers.library import COUNTERMEASURES, GROUPS, MAIN
from experiments.workshop.live.worlds import Assumptions, WorldRuns
from experiments.workshop.server.language import chosen
from scenarios import load_parameters, policy_names
from simulation.course import settle
from tests.workshop.serving import DISTRICT, ORIGIN, QUERY, lines_of, posted, run, served

WORD, CHINESE = "Baseline", "\u57fa\u51c6\u60c5\u666f"
CELL = f"district={DISTRICT}&policy=mine%3A,metal.fire%3Dfire*%2Btowns&months=24&worlds=2"


@pytest.fixture(scope="module")
def one_client() -> Any:
    with served() as found:
        yield found


@pytest.fixture
def client(one_client: TestClient) -> TestClient:
    one_client.cookies.clear()  # the language of an earlier test
    return one_client


# Languages.


def test_every_thread_and_task_speaks_the_language_of_its_own_request() -> None:
    gate = threading.Barrier(8)

    def in_thread(spoken: str) -> list[str]:
        with speaking(spoken):
            gate.wait()
            return [_(WORD) for _turn in range(500)]

    async def in_task(spoken: str) -> list[str]:
        found = []
        with speaking(spoken):
            for _turn in range(50):
                await asyncio.sleep(0)
                found.append(_(WORD))
        return found

    async def tasks() -> list[list[str]]:
        return await asyncio.gather(*(in_task(("en", "zh")[number % 2]) for number in range(8)))

    with ThreadPoolExecutor(8) as pool:
        threads = list(pool.map(in_thread, ["en", "zh"] * 4))
    for found in (threads, run(tasks())):
        assert [set(words) for words in found] == [{WORD}, {CHINESE}] * 4
    assert language() == "en"


def test_a_thread_that_nobody_told_speaks_the_language_of_the_process() -> None:
    activate("zh")
    try:
        with speaking("en"), ThreadPoolExecutor(1) as pool:
            assert (_(WORD), pool.submit(_, WORD).result()) == (WORD, CHINESE)
        assert _(WORD) == CHINESE
    finally:
        activate("en")
    with pytest.raises(UserError), speaking("fr"):
        pass
    assert messages.language() == "en"


def test_requests_at_the_same_time_are_answered_each_in_its_language(client: TestClient) -> None:
    def ask(number: int) -> tuple[str, str]:
        spoken = ("en", "zh")[number % 2]
        query = QUERY.replace("months=24", f"months={20 + number // 4}")
        return spoken, lines_of(client, query, until="first", client_id=f"c{number}", headers={"Accept-Language": f"{spoken}-XX,fr;q=0.9"})[-2]["sentence"]

    with ThreadPoolExecutor(8) as pool:
        for spoken, sentence in pool.map(ask, range(16)):
            assert ("\u6a21\u62df\u6837\u672c" in sentence) == (spoken == "zh"), sentence


def test_the_language_is_that_of_the_query_then_of_the_cookie_then_of_the_browser() -> None:
    def of(query: str = "", cookie: str = "", browser: str = "") -> str:
        headers = [(b"cookie", cookie.encode()), (b"accept-language", browser.encode())]
        return chosen({"type": "http", "query_string": query.encode(), "headers": headers})

    assert of("lang=zh", "lang=en", "en") == "zh" and of("", "lang=zh", "en") == "zh" and of("lang=fr", "lang=xx", "fr, zh-CN;q=0.8, en;q=0.7") == "zh"
    assert of(browser="en-GB") == "en" and of() == "en" and of(browser="zh;q=0, en;q=0.1") == "en" and of(browser="zh;q=x") == "en"
    assert of("lang=" + "z" * 5000, "lang=\x00; =;", ";;;,,,q=") == "en"


def test_errors_come_in_the_language_of_the_request(client: TestClient) -> None:
    texts = [posted(client, "/api/ask", {"query": "policy=none-such"}, {"Accept-Language": spoken}).json()["error"] for spoken in ("en", "zh")]
    assert texts[0]["text"].isascii() and not texts[1]["text"].isascii() and "none-such" in texts[1]["text"] + texts[1]["where"]


# What there is to choose from.


def test_what_there_is_to_choose_from_is_whole(client: TestClient) -> None:
    while not (start := client.get("/api/start").json())["ready"]:
        pass
    assert [one["name"] for one in start["presets"]][:5] == list(COUNTERMEASURES)
    assert {one["name"] for one in start["presets"]} == set(policy_names()) - {"baseline"}
    entries = load_parameters().entries
    assert {one["name"] for one in start["levers"]} == {name for name, entry in entries.items() if entry.kind == "lever"}
    assert [one["name"] for one in start["levers"] if one["main"]] == [name for group in GROUPS for name in MAIN if entries[name].group == group]
    for lever in start["levers"]:
        low, high = lever["range"]
        assert lever["low"] <= low <= lever["value"] <= high <= lever["high"] and lever["value"] in lever["stops"], lever
        assert lever["stops"] == sorted(set(lever["stops"])) and low <= lever["stops"][0] and lever["stops"][-1] == high and 2 <= len(lever["stops"]) <= 16
    chinese = client.get("/api/start?lang=zh").json()
    assert all(not one["title"].isascii() for part in ("levers", "groups", "presets", "districts", "outcomes", "parameters") for one in chinese[part])


# Matrix and film.


def test_the_matrix_is_that_of_the_study_and_a_cell_given_away_is_told(client: TestClient) -> None:
    found = posted(client, "/api/matrix", {"query": CELL, "until": "ten"}).json()
    plan = Scenario.from_query(CELL).plan(by=["cell"])
    from experiments.comparison.compare import run_plan

    told = matrix_records(matrix_of(run_plan(plan)))
    flat = [cell for row in found["cells"] for cell in row]
    assert [len(row) for row in found["cells"]] == [len(found["domains"])] * len(found["sectors"])
    for cell, own in zip(flat, told["cells"], strict=True):
        assert (cell["kind"], cell["departments"]) == (own["after"]["kind"], own["after"]["departments"])
        assert (cell["hazards"], cell["expected_deaths"], cell["visits"]) == tuple(own["baseline"][key] for key in ("hazards_open", "expected_deaths", "visits"))
        assert cell["after"]["expected_deaths"] == own["policy"]["expected_deaths"]
    changed = [cell for cell in flat if cell["changed"]]
    assert [(cell["kind"], cell["departments"], cell["lead"]) for cell in changed] == [("led", ["fire", "towns"], "fire")]
    assert found["changes"] and found["unsafe_acts"][0]["expected_deaths"] > 0
    assert posted(client, "/api/matrix", {"query": f"district={DISTRICT}&months=12"}).json()["policy"] == "baseline"


def test_a_film_is_that_of_the_course_and_marks_the_first_accident_of_one_future_alone(client: TestClient) -> None:
    query = f"district={DISTRICT}&policy=all-five&months=36&worlds=2"
    found = posted(client, "/api/film", {"query": query, "world": 1}).json()
    plan = Scenario.from_query(query).plan()
    settled = settle(plan.single, plan.parameters_of(1), world=1)
    films = []
    for policy, future in zip(plan.policies, found["futures"], strict=True):
        course = settled.start(policy, film=True)
        course.advance(36)
        films.append(course.film())
        hazards = base64.b64decode(future["hazards"])
        assert hazards == bytes(min(int(count), 255) for count in films[-1].hazards_open.ravel())
        assert future["visits"]["enterprise"] == films[-1].visits["enterprise"].tolist()
        assert future["casualties"]["deaths"] == films[-1].casualties["deaths"].tolist()
    parting = found["first_parting"]
    assert parting == json.loads(json.dumps(first_parting(films[0], films[1], plan.policies[1])))
    hurt = [set(zip(film.casualties["month"].tolist(), film.casualties["enterprise"].tolist(), strict=True)) for film in films]
    key = parting["month"], parting["enterprise"]
    assert key in hurt[parting["future"]] and key not in hurt[1 - parting["future"]]
    assert not {one for one in hurt[0] ^ hurt[1] if one[0] < parting["month"]}
    assert first_parting(films[0], films[0], plan.policies[0]) is None
    assert posted(client, "/api/film", {"query": query, "world": 7}).status_code == 400


def test_cells_of_the_film_and_matrix_share_settled_worlds(client: TestClient) -> None:
    plan = Scenario.from_query(QUERY).plan()
    worlds = Assumptions(plan, None)
    runs = [WorldRuns(plan, worlds.world(0), months) for months in (3, 6, 3)]
    assert all(run.advance(months) for run, months in zip(runs, (3, 6, 3), strict=True))
    assert worlds.count == 1 and runs[0].results[3].digests == runs[2].results[3].digests


# Shapes and downloads.


def test_a_scenario_comes_in_any_shape_and_goes_out_in_all(client: TestClient) -> None:
    first = posted(client, "/api/scenario", {"query": QUERY}).json()
    assert set(first) == {"query", "toml", "command", "call", "hash", "summary"}
    for shape in ("query", "toml", "command"):
        assert posted(client, "/api/scenario", {shape: first[shape]}).json() == first
    for given in ({}, {"query": QUERY, "toml": first["toml"]}, {"toml": "a = ["}, {"command": "rm -rf /"}, {"toml": first["toml"].replace(DISTRICT, "/etc/passwd")}, {"call": "x"}):
        answer = posted(client, "/api/scenario", given)
        assert answer.status_code == 400 and answer.json()["error"]["text"]


def test_downloads_are_files_that_say_what_they_are(client: TestClient) -> None:
    import openpyxl

    def taken(what: str) -> Any:
        return posted(client, "/api/download", {"query": QUERY, "what": what})

    hash = posted(client, "/api/scenario", {"query": QUERY}).json()["hash"]
    toml, csv, xlsx, archive = (taken(what) for what in ("toml", "csv", "xlsx", "zip"))
    assert Scenario.from_toml(toml.text) == Scenario.from_query(QUERY) and hash in toml.headers["content-disposition"]
    assert csv.content.startswith(b"\xef\xbb\xbf") and b"expected_deaths" in csv.content
    book = openpyxl.load_workbook(io.BytesIO(xlsx.content))
    assert book.sheetnames == ["Outcomes", "Months", "Who pays", "About"] and book["Outcomes"].freeze_panes == "A3"
    assert isinstance(book["Months"]["B3"].value, float | int) and not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    with zipfile.ZipFile(io.BytesIO(archive.content)) as opened:
        names = opened.namelist()
        tables = {name: opened.read(name).decode("utf-8-sig").splitlines() for name in names if name.endswith(".csv")}
    told = [line.split('","')[:2] for line in tables.pop("columns.csv")[1:]]
    assert sorted(told) == sorted(['"' + name, column.strip('"')] for name, lines in tables.items() for column in lines[0].split(","))
    assert {"scenario.toml", "comparison.csv", "manifest.json", "verdict.txt"} <= set(names) and any(name.startswith("figures/") for name in names)


def test_a_code_is_drawn_for_our_own_addresses_alone(client: TestClient) -> None:
    answer = client.get("/api/qr", params={"text": f"{ORIGIN}/join?room=K7QD"})
    assert answer.headers["content-type"].startswith("image/svg+xml") and b"<svg" in answer.content and b"<script" not in answer.content
    for text in ("", "http://evil.example/", "javascript:alert(1)", f"{ORIGIN}.evil.example/", f"http://x@{ORIGIN[7:]}/", f"https://{ORIGIN[7:]}/", ORIGIN + "/" + "a" * 3000, "http://[", "//" + ORIGIN[7:]):
        assert client.get("/api/qr", params={"text": text}).status_code == 400, text


def test_pages_are_served_and_their_files_with_a_tag_and_packed(client: TestClient) -> None:
    assert client.get("/?district=jiuyuan", follow_redirects=False).headers["location"] == "/explore?district=jiuyuan"
    page = client.get("/explore")
    assert page.status_code == 200 and page.headers["content-type"].startswith("text/html")
    bundle = client.get("/static/vendor/echarts.js")
    again = client.get("/static/vendor/echarts.js", headers={"If-None-Match": bundle.headers["etag"]})
    assert again.status_code == 304 and not again.content and bundle.headers["cache-control"] == again.headers["cache-control"] == "no-cache"
    assert bundle.headers["content-encoding"] == "gzip" and len(bundle.content) > 400_000
    plain = client.get("/static/vendor/echarts.js", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers and plain.content == bundle.content
    assert client.get("/nothing-such").status_code == 404 and client.get("/static/nothing.js").status_code == 404
