"""A district that takes over another's numbers and gives its own in place of some; a register within its file."""

from pathlib import Path

import pytest

from scenarios import ScenarioError, load_district

HEAD = 'schema_version = 1\nname = "mine"\nextends = "jiuyuan"\ntitle = "Mine"\n'
OWN = 'source = ["own-data"]'
JIUYUAN = load_district("jiuyuan")
PLACE = """
[places.{name}]
title = "A place"
kind = "town"
position = {{ values = [1, 2], range = [1, 1], source = ["own-data"] }}
industry_share = {{ low = {share}, value = {share}, high = {share}, unit = "share", source = ["own-data"] }}
service_share = {{ low = {share}, value = {share}, high = {share}, unit = "share", source = ["own-data"] }}
"""
REGISTER = f"""
[size]
registered = {{ value = 3, {OWN} }}
registered_mean_workers = {{ value = 50, {OWN} }}
large_plants = {{ value = 0, {OWN} }}
graded = {{ value = 1, {OWN} }}
insured = {{ value = 1, {OWN} }}

[enrolled]
rows = \"\"\"
code,sector,place,workers,high_risk,grade,known
r3,metal,sumu,120,yes,2,emergency fire
r4,construction,,30,no,0,none
r5,logistics,town-1,,,,
\"\"\"
"""


def read(text: str, folder: Path, head: str = HEAD):
    (folder / "mine.toml").write_text(head + text, encoding="utf-8")
    return load_district(str(folder / "mine.toml"))


def faults(text: str, folder: Path, head: str = HEAD) -> list[tuple[int | None, str, str]]:
    with pytest.raises(ScenarioError) as caught:
        read(text, folder, head)
    return [(one.line, one.key, one.reason) for one in caught.value.problems]


def test_any_key_is_overridden_and_all_else_stays(tmp_path):
    district = read(f"[departments.fire]\nofficers = {{ value = 12, {OWN} }}\n[domains.fire]\nfatal_share = {{ value = 0.01, {OWN} }}\n"
                    f"[responsibility.metal]\ntransport = {{ departments = ['transport'], {OWN} }}\n", tmp_path)  # fmt: skip
    fire = [plan.name for plan in district.departments].index("fire")
    assert district.departments[fire].officers == 12 and district.domains[1].fatal_share == 0.01
    assert district.responsibility[0][5].departments and district.responsibility[0][5].heir == -1  # it was a blind cell with an heir
    assert district.register == JIUYUAN.register and district.sectors == JIUYUAN.sectors and district.places == JIUYUAN.places


def test_what_is_taken_over_is_said_beside_every_figure_in_both_languages(tmp_path):
    district = read(f"note = 'Ours.'\n[departments.fire]\nofficers = {{ value = 12, {OWN} }}\n", tmp_path)
    assert district.note.startswith("Ours. 243 of 244 numbers are not this district's own but those of Jiuyuan District, Baotou: all 13 of size")
    assert "departments 55 of 56" in district.note and "243项并非本地数据" in district.note_zh


def test_a_number_of_ones_own_needs_its_own_source_and_a_range_where_it_is_assumed(tmp_path):
    text = "[departments.fire]\nofficers = { value = 12 }\n[departments.market]\nofficers = { value = 9, source = ['assumption'] }\n"
    assert [(line, key) for line, key, _ in faults(text, tmp_path)] == [(6, "departments.fire.officers"), (8, "departments.market.officers")]


def test_faults_stand_at_file_line_and_key_as_in_any_district(tmp_path):
    found = faults(f"sise = 1\n[size]\nregistered = {{ value = 9000, {OWN} }}\n[departments.fire]\nofficers = {{ value = 'many', {OWN} }}\n", tmp_path)
    assert (5, "sise", "this key is unknown") in found and (9, "departments.fire.officers.value", "'many' is no number") in found
    assert [key for _line, key, _ in faults(f"[size]\nregistered = {{ value = 9000, {OWN} }}\n", tmp_path)][:1] == ["size.registered"]


def test_tables_are_replaced_and_departments_left_out_where_the_file_says_so(tmp_path):
    head = HEAD + "replaces = ['places']\nleaves_out = ['park']\n"
    text = PLACE.format(name="one", share=0.25) + PLACE.format(name="two", share=0.75)
    district = read(text, tmp_path, head)
    assert [place.name for place in district.places] == ["one", "two"] and "park" not in [plan.name for plan in district.departments]
    names = [plan.name for plan in district.departments]
    assert [names[number] for number in district.responsibility[0][0].departments] == ["emergency", "industry", "towns"]
    assert [key for _line, key, _ in faults(text, tmp_path)] == ["places.industry_share", "places.service_share"]  # beside Jiuyuan's they are too many
    assert [key for _line, key, _ in faults(text, tmp_path, head.replace("'park'", "'parks'"))] == ["leaves_out"]


def test_lists_in_an_order_that_the_file_changes_are_to_be_given_anew(tmp_path):
    order = "sector_order = ['chemical', 'metal', 'machinery', 'construction', 'logistics', 'other-industry', 'trade-and-services']\n"
    found = [key for _line, key, _ in faults(order, tmp_path)]
    assert {"size.sector_mix.registered", "size.sector_mix.others", "departments.fire.known_by_sector"} <= set(found)


def test_a_sample_cannot_be_overridden_and_nothing_is_no_override(tmp_path):
    assert faults(f"[size]\ninsured = {{ value = 1, {OWN} }}\n", tmp_path, HEAD.replace('"jiuyuan"', '"jiuyuan-hamlet"'))[0][1] == "extends"
    assert faults("", tmp_path)


def test_overrides_stand_on_overrides(tmp_path):
    (tmp_path / "first.toml").write_text(HEAD.replace("mine", "first") + f"[size]\ninsured = {{ value = 7, {OWN} }}\n", encoding="utf-8")
    district = read(f"[size]\ngraded = {{ value = 8, {OWN} }}\n", tmp_path, HEAD.replace('"jiuyuan"', '"first.toml"'))
    assert (district.insured, district.graded) == (7, 8)
    assert "243 of 244 numbers are not this district's own but those of Mine" in district.note
    assert "those of Jiuyuan District" in district.note  # what the first took over is not the second's either


def test_a_register_is_read_by_name_and_what_it_does_not_know_is_drawn(tmp_path):
    district = read(REGISTER, tmp_path)
    sumu, town = ([place.name for place in district.places].index(name) for name in ("sumu", "town-1"))
    assert [row[1:] for row in district.roll] == [(0, sumu, 120, 1, 2, 0b1001), (3, -1, 30, 0, 0, 0), (4, town, -1, -1, -1, -1)]
    assert district.roll[0].code == "r3" and district.register.count == 3


@pytest.mark.parametrize(("old", "new", "line", "key"), [
    ("r3,metal", "r3,steel", 16, "enrolled.rows.sector"), ("sumu,120", "sumu,12.5", 16, "enrolled.rows.workers"), ("r4,", "r3,", 17, "enrolled.rows.code"),
    ("emergency fire", "emergency fyre", 16, "enrolled.rows.known"), ("yes,2", "yes,9", 16, "enrolled.rows.grade"), ("r5,logistics,town-1,,,,", "r5,logistics", 18, "enrolled.rows"),
    ("value = 3,", "value = 4,", 7, "size.registered"), ("code,sector", "sector,code", 15, "enrolled.rows"), ("town-1,", "town-9,", 18, "enrolled.rows.place"),
])  # fmt: skip
def test_a_fault_of_the_register_stands_at_its_line(old, new, line, key, tmp_path):
    found = faults(REGISTER.replace(old, new, 1), tmp_path)
    assert (line, key) in [(at, name) for at, name, _ in found]


def test_a_sample_of_a_register_is_every_so_many_of_it(tmp_path):
    read(REGISTER, tmp_path)
    (tmp_path / "part.toml").write_text('schema_version = 1\nname = "part"\nextends = "mine.toml"\nscale = 0.34\ntitle = "Part"\nnote = "A part."\n')
    part = load_district(str(tmp_path / "part.toml"))
    assert part.register.count == len(part.roll) == 1
