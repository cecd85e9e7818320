"""The district's file that a workbook makes: what it knows as its own, all else taken over; enterprises by code alone."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence

from experiments.data.filled import EnterpriseRow, Filled, Record
from experiments.data.sheets import SIZE_TITLES
from simulation.district import District

OWN, GUESS = '["own-data"]', '["assumption"]'
HALF_TO_DOUBLE = (0.5, 2.0)
RING = 5.0
"""km from the centre at which places lie of which nobody says where: nothing in a run hangs on it but pictures."""


def district_text(filled: Filled, base: District, name: str) -> str:
    """The file as text, for a district called ``name`` that takes over ``base``."""
    left_out = [plan.name for plan in base.departments if plan.name not in {one.kind for one in filled.departments}]
    head = [
        "# Made by `inspectorate district import`. What is not here is taken over from the district that it extends.",
        "schema_version = 1", f"name = {_text(name)}", f"extends = {_text(base.name)}", 'replaces = ["places"]',
        f"leaves_out = {json.dumps(left_out)}", f"title = {_text(filled.title)}", f"title_zh = {_text(filled.title)}",
        *(f"{key} = {_text(note)}" for key, note in zip(("note", "note_zh"), _notes(filled), strict=True)),
    ]  # fmt: skip
    parts = [head, list(_size(filled, base)), *_places(filled, base), *_departments(filled, base), *_matrix(filled, base, left_out), _register(filled)]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def records_text(records: Sequence[Record]) -> str:
    """The records as .csv: counts by month and group, no name of anybody."""
    lines = [f"{one.measure},{one.month // 12}-{one.month % 12 + 1:02d},{one.department},{one.sector},{one.size},{one.count}" for one in records]
    return "\n".join(["measure,month,department,sector,size,count", *lines]) + "\n"


def _text(text: str) -> str:
    return json.dumps(text.replace("\x7f", ""), ensure_ascii=False)


def _notes(filled: Filled) -> tuple[str, str]:
    """What a reader must be told of the register, and what the district itself wants said."""
    count, drawn = len(filled.register), sum(one.workers is None for one in filled.register)
    english = f"The model runs on the district's own register of {count} enterprises; those outside it are drawn."
    chinese = f"模型直接采用本地名录中的{count}家企业；名录外企业为随机生成。"
    if drawn:
        english += f" Of {drawn} of them the employees are not known and drawn."
        chinese += f"其中{drawn}家职工人数未知，为随机生成。"
    return " ".join(filter(None, (filled.note, english))), "".join(filter(None, (filled.note, chinese)))


def _known(value: float) -> str:
    return f"{{ value = {value!r}, source = {OWN} }}"


def _guessed(value: float, whole: bool, span: tuple[float, float] = HALF_TO_DOUBLE) -> str:
    """A number that stands in for one that nobody knows, from the district that is taken over."""
    low, high = (value * factor for factor in span)
    numbers = [math.floor(low), round(value), math.ceil(high) + 1] if whole else [low, value, high]
    return f"{{ low = {numbers[0]!r}, value = {numbers[1]!r}, high = {numbers[2]!r}, source = {GUESS} }}"


def sizes_of(filled: Filled, base: District) -> dict[str, tuple[float, bool]]:
    """Enterprises, employees, mean workers and the like, each with whether the district knows it."""
    sized = [one.workers for one in filled.register if one.workers is not None]
    count = len(filled.register)
    mean = math.fsum(sized) / len(sized) if sized else base.register.mean_workers
    by_class = sum(enterprises for enterprises, _workers in filled.outside.values())
    by_place = sum(place.outside or 0 for place in filled.places)
    outside = by_class or by_place
    knows_outside = bool(filled.outside) or any(place.outside is not None for place in filled.places)
    others = outside if knows_outside else round(base.others.count / base.register.count * count)
    workers = [number for _enterprises, number in filled.outside.values()]
    if filled.employees is not None:
        employees, knows_employees = float(filled.employees), True
    elif workers and None not in workers:
        employees, knows_employees = math.fsum(sized) + mean * (count - len(sized)) + sum(number or 0 for number in workers), not count - len(sized)
    else:
        employees, knows_employees = mean * count + base.others.mean_workers * others, False
    return {
        "enterprises": (float(count + others), knows_outside), "employees": (math.ceil(max(employees, mean * count + others)), knows_employees),
        "registered_mean_workers": (mean, bool(sized)),
    }  # fmt: skip


def _size(filled: Filled, base: District) -> Iterator[str]:
    sizes, count = sizes_of(filled, base), len(filled.register)
    share = count / base.register.count
    yield "[size]"
    yield f"registered = {_known(count)}"
    for key in ("enterprises", "employees"):
        value, known = sizes[key]
        yield f"{key} = {_known(int(value)) if known else _guessed(value, True)}"
    mean, known = sizes["registered_mean_workers"]
    yield f"registered_mean_workers = {_known(mean) if known else _guessed(mean, False)}"
    yield f"large_plants = {_known(0)}"
    logs = [math.log(one.workers) for one in filled.register if one.workers]
    if len(logs) >= 10:
        centre = math.fsum(logs) / len(logs)
        spread = math.sqrt(math.fsum((value - centre) ** 2 for value in logs) / (len(logs) - 1))
        yield f"registered_log_sigma = {_known(round(min(3.0, spread), 3))}"
    insured = filled.insured
    yield f"insured = {_known(insured) if insured is not None else _guessed(min(base.insured * share, count), False)}"
    graded = sum(one.grade > 0 for one in filled.register)
    yield f"graded = {_known(graded) if 'grade' in filled.has else _guessed(min(base.graded * share, count), False)}"
    mix = [sum(one.sector == sector.name for one in filled.register) / count for sector in base.sectors]
    yield f"sector_mix.registered = {{ values = {mix!r}, source = {OWN} }}"


def _places(filled: Filled, base: District) -> Iterator[list[str]]:
    industry, service = _shares(filled, base)
    for number, place in enumerate(filled.places):
        angle = 2.0 * math.pi * number / len(filled.places)
        known = place.x is not None and place.y is not None
        at = [place.x, place.y] if known else [round(RING * math.cos(angle), 1), round(RING * math.sin(angle), 1)]
        position = f"{{ values = {at!r}, range = {[1, 1] if known else [0.5, 2]}, source = {OWN if known else GUESS} }}"
        yield [
            f"[places.place-{number + 1}]", f"title = {_text(place.name)}", f"title_zh = {_text(place.name)}", f'kind = "{place.kind}"', f"position = {position}",
            *(f"{key} = {{ low = {share!r}, value = {share!r}, high = {share!r}, unit = \"share of the district\", source = {OWN} }}"
              for key, share in (("industry_share", industry[number]), ("service_share", service[number]))),
        ]  # fmt: skip


def _shares(filled: Filled, base: District) -> tuple[list[float], list[float]]:
    """How enterprises outside the register spread over the places: as the counts say, else as those of the register do."""
    services = {sector.name for sector in base.sectors if sector.services or sector is base.sectors[-1]}
    outside = [float(place.outside or 0) for place in filled.places]

    def spread(of: Sequence[EnterpriseRow]) -> list[float]:
        return [float(sum(one.place == number for one in of)) for number in range(len(filled.places))]

    def shares(*choices: list[float]) -> list[float]:
        found = next((counts for counts in choices if math.fsum(counts) > 0), [1.0] * len(filled.places))
        return [count / math.fsum(found) for count in found]

    every = spread(filled.register)
    return (shares(outside, spread([one for one in filled.register if one.sector not in services]), every),
            shares(outside, spread([one for one in filled.register if one.sector in services]), every))  # fmt: skip


def _departments(filled: Filled, base: District) -> Iterator[list[str]]:
    asked = [one for one in filled.register if one.known is not None]
    theirs = {plan.name: plan.officers for plan in base.departments}
    for one in filled.departments:
        lines = [f"[departments.{one.kind}]", f"title = {_text(one.name)}", f"title_zh = {_text(one.name)}"]
        if one.officers is not None:
            lines.append(f"officers = {_known(one.officers)}")
        else:  # as many for each employee as there
            lines.append(f"officers = {_guessed(theirs[one.kind] * sizes_of(filled, base)['employees'][0] / base.employees, False)}")
        if one.enforces is not None:
            lines.append(f"enforces = {str(one.enforces).lower()}")
        if asked:
            lines.append(f"known_registered = {_known(sum(one.kind in (row.known or ()) for row in asked) / len(asked))}")
        yield lines


def _matrix(filled: Filled, base: District, left_out: Sequence[str]) -> Iterator[list[str]]:
    """Cells that the workbook gives, and those that a department which is not there would leave without anybody."""
    names = [plan.name for plan in base.departments]
    bureau = next(plan.name for plan in base.departments if plan.is_emergency)
    for row, sector in enumerate(base.sectors):
        lines = []
        for column, domain in enumerate(base.domains):
            cell = base.responsibility[row][column]
            given = filled.matrix.get((sector.name, domain.name))
            had, heir = [names[number] for number in cell.departments], names[cell.heir] if cell.heir >= 0 else bureau
            kept = given if given is not None else [name for name in had if name not in left_out]
            source, orphaned = OWN if given is not None else '["assumption"]', given is None and ((not had and heir in left_out) or (bool(had) and not kept))
            if given is not None or orphaned:
                heir = bureau if heir in left_out else heir
                lines.append(f"{domain.name} = {{ departments = {json.dumps(kept)}, " + ("" if kept else f"heir = {_text(heir)}, ") + f"source = {source} }}")
        if lines:
            yield [f"[responsibility.{sector.name}]", *lines]


def _register(filled: Filled) -> list[str]:
    def line(one: EnterpriseRow) -> str:
        place = "" if one.place is None else f"place-{one.place + 1}"
        risky = ("yes" if one.high_risk else "no") if "high_risk" in filled.has else ""
        grade = str(one.grade) if "grade" in filled.has else ""
        known = ("" if "known" not in filled.has or one.known is None else " ".join(one.known) or "none")
        return f"{one.code},{one.sector},{place},{'' if one.workers is None else one.workers},{risky},{grade},{known}"

    return ["[enrolled]", 'rows = """', "code,sector,place,workers,high_risk,grade,known", *(line(one) for one in filled.register), '"""']


def counts_of(filled: Filled) -> Mapping[str, int]:
    """What was read, for the summary."""
    return {"enterprises": len(filled.register), "places": len(filled.places), "departments": len(filled.departments), "records": len(filled.records),
            "sizes": len([name for name in SIZE_TITLES if name in filled.outside])}  # fmt: skip
