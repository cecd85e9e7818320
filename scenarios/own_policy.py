"""An own policy as one text, ``NAME:BASE,CHANGE,CHANGE``: read, and written in its one form; and as the policy file that it stands for.

The text is good for a command line, an address, a table or a file alike.  BASE is a name, a path or several joined by +, or empty.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scenarios.library import BASELINE_NAME, POLICIES, Library, Reference, is_file_name, is_path
from scenarios.lookalikes import INSTEAD
from scenarios.own_changes import CHANGE, Change, parse_change, settled
from scenarios.own_document import OwnDocument, Place, own_document
from scenarios.policy_spec import split_spec
from scenarios.problems import NOTHING, Problem, ScenarioError, Sentence, show, template
from scenarios.schema.base import ASSUMPTION, SCHEMA_VERSION, Fault
from scenarios.schema.parameters import ParameterEntry
from scenarios.schema.policy import MAX_SPEC
from simulation.policy import LeverSetting

MAX_CHANGES = 60
MAX_TITLE = 240
MINE, MINE_ZH = re.compile("mine(?:-([1-9][0-9]*))?"), "我的对策"
"""Own policies that nobody named: ``mine``, ``mine-2``, ...; and what they are called in Chinese."""
UNNAMED = "own-policy"
"""The name under which a policy is looked at whose own cannot be used."""

QUESTION = template("What do settings chosen by hand bring about, beside those of the policy that they start from?")
QUESTION_ALONE = template("What do settings chosen by hand bring about?")
REASONING = template("The settings were chosen by hand: why they might work is for whoever chose them to say.")


@dataclass(frozen=True)
class Own:
    """An own policy as it was written; ``base`` are the policies it starts from, the baseline left out, in the order of their names."""

    name: str
    base: tuple[Reference, ...]
    changes: tuple[Change, ...]
    written: str
    place: Place
    faults: tuple[Problem, ...] = ()
    """What is wrong with the text; the rest of it is looked at all the same."""

    @property
    def keys(self) -> list[str]:
        """Levers and cells that it sets."""
        return [change.key for change in self.changes]


def own_text(name: str, base: Sequence[Reference], changes: Sequence[Change]) -> str:
    """The one text of an own policy: its base and its changes in the order of their names."""
    ordered = sorted(changes, key=lambda change: change.key)
    return ",".join([f"{name}:{'+'.join(ordered_base(base))}", *(change.text for change in ordered)])


def ordered_base(base: Sequence[Reference]) -> tuple[str, ...]:
    """The policies that one starts from: in which order makes no difference, and the baseline none at all."""
    return tuple(sorted(str(reference) for reference in base if reference != BASELINE_NAME))


def parse_own(library: Library, spec: str) -> Own:
    """The own policy that a text is, with every part of the text that is wrong; raises ``ScenarioError`` where it can be taken for none at all."""
    where, entries = show(spec), library.parameters.entries
    if len(spec) > MAX_SPEC:
        _refuse(where, "", Sentence("the text is too long"), Sentence("up to {limit} characters", limit=MAX_SPEC), Sentence("write a policy file"))
    _refuse_lookalikes(spec, where)
    name, _, rest = spec.partition(":")
    base, *parts = (part.strip() for part in rest.split(","))
    if len(parts) > MAX_CHANGES:
        _refuse(where, "", Sentence("there are too many changes"), Sentence("up to {limit}", limit=MAX_CHANGES), Sentence("write a policy file"))
    wrong_name = _name_problems(library, name.strip(), where)
    faults, changes = [*wrong_name], []
    for part in parts:
        try:
            changes.append(parse_change(part, entries))
        except Fault as fault:
            faults.append(Problem(where, None, part or ",", fault.reason, fault.allowed, fault.mend))
    references: tuple[Reference, ...] = ()
    try:
        references = ordered_base(split_spec(base)) if base else ()
    except ScenarioError as error:
        faults += [Problem(where, None, base, problem.reason, problem.allowed, problem.mend) for problem in error.problems]
    faults += _repeats(changes, where)
    if not references and not parts and not faults:
        faults.append(Problem(where, None, "", Sentence("it starts from nothing and changes nothing"), CHANGE, Sentence("write a policy after the colon, or a change")))
    called = UNNAMED if wrong_name else name.strip()
    return Own(called, references, tuple({change.key: change for change in changes}.values()), spec, _place_in(where, base, changes), tuple(faults))


def _refuse(where: str, key: str, reason: str, allowed: str, mend: str) -> None:
    raise ScenarioError([Problem(where, None, key, reason, allowed, mend)])


def _refuse_lookalikes(spec: str, where: str) -> None:
    """``ScenarioError`` for signs of full width, in which an input method writes; a path may hold any."""
    name, colon, rest = re.split("([:\uff1a])", spec, maxsplit=1)
    base, *parts = re.split("([,\uff0c\u3001])", rest)
    texts = [name, colon, *([] if is_path(base) else [base]), *parts]
    found = next((mark for text in texts for mark in text if mark in INSTEAD), None)
    if found is not None:
        half = "".join(INSTEAD.get(mark, mark) for mark in spec)
        _refuse(where, "", Sentence("{mark} is no sign of half width", mark=show(found)), NOTHING, Sentence("write {text}", text=half))


def _name_problems(library: Library, name: str, where: str) -> Sequence[Problem]:
    if not is_file_name(name):
        allowed = Sentence("a name of small letters, digits and -, up to {limit} characters", limit=60)
        return [Problem(where, None, name, Sentence("{value} is no legal name", value=show(name)), allowed, Sentence("write a name of your own before the colon"))]
    if name in library.names(POLICIES):
        return [Problem(where, None, name, Sentence("a shipped {kind} has this name already", kind="policy"),
                        mend=Sentence("write another name before the colon, for instance {name}", name=f"my-{name}"[:60].rstrip("-")))]  # fmt: skip
    return []


def _repeats(changes: Sequence[Change], where: str) -> Sequence[Problem]:
    keys = [change.key for change in changes]
    return [Problem(where, None, key, Sentence("{name} stands twice", name=key), mend=Sentence("keep one of them"))
            for key in dict.fromkeys(keys) if keys.count(key) > 1]  # fmt: skip


def _place_in(where: str, base: str, changes: Sequence[Change]) -> Place:
    """Names the change of a text that a key path of its policy file means."""
    parts = {change.key: change.written for change in changes}

    def place(path: Sequence[str | int], reason: str, allowed: str, mend: str) -> Problem:
        keys = [str(key) for key in path]
        cell = ".".join(keys[1:3])
        known = [part for key, part in parts.items() if key.startswith(f"{cell}.")] if len(keys) == 2 else []
        key = keys[1] if keys[:1] == ["levers"] and len(keys) > 1 else cell if keys[:1] == ["responsibility"] else ""
        shown = parts.get(key) or next(iter(known), base if keys[:1] == ["includes"] else key)
        return Problem(where, None, shown, reason, allowed, mend)

    return place


def file_of(own: Own, changes: Sequence[Change], overrides: Sequence[str], titles: Sequence[tuple[str, str]], entries: Mapping[str, ParameterEntry]) -> OwnDocument:
    """The policy file that an own policy stands for; ``changes`` are those that change what the base sets, ``titles`` are those of its base."""
    levers: dict[str, Any] = {}
    cells: dict[str, dict[str, Any]] = {}
    for change in sorted(changes, key=lambda change: change.key):
        setting = settled(change.setting)
        times = {"start": setting.start, **({} if setting.end is None else {"end": setting.end})}
        if isinstance(setting, LeverSetting):
            levers[setting.lever] = {"value": setting.value, "ramp": setting.ramp, **times, **_source(setting, entries)}
        else:
            lead = {"lead": setting.lead} if setting.lead else {}
            cells.setdefault(setting.sector, {})[setting.domain] = {"departments": [*setting.departments], **lead, **times, "source": [ASSUMPTION]}
    title, title_zh = _titles(own.name, titles, bool(changes))
    data: dict[str, object] = {
        "schema_version": SCHEMA_VERSION, "name": own.name, "title": title, "title_zh": title_zh,
        "question": QUESTION if titles else QUESTION_ALONE, "reasoning": REASONING,
        "includes": [str(reference).replace("\\", "/").rpartition("/")[2] for reference in own.base], "overrides": [*overrides],
        "levers": levers, "responsibility": cells,
    }  # fmt: skip
    return own_document(own.name, show(own.written), data, own.place)


def _source(setting: LeverSetting, entries: Mapping[str, ParameterEntry]) -> dict[str, Any]:
    """An assumption, with the lever's expected range to vary it in, as far as it takes to hold the value."""
    if setting.lever not in entries:
        return {}  # told as what it is: no lever
    low, high = entries[setting.lever].expected
    if low >= high:
        low, high = entries[setting.lever].hard
    return {"source": [ASSUMPTION], "range": [min(low, setting.value), max(high, setting.value)]}


def _titles(name: str, titles: Sequence[tuple[str, str]], changed: bool) -> tuple[str, str]:
    """In English and in Chinese, made of the name and of what it starts from."""
    called, called_zh = _called(name)
    if not titles:
        return f"{called} (settings chosen by hand)", f"{called_zh}（自选措施）"
    english, chinese = (" + ".join(language)[:MAX_TITLE] for language in zip(*titles, strict=True))
    return (f"{called} ({english}, changed)", f"{called_zh}（{chinese}，有改动）") if changed else (f"{called} ({english})", f"{called_zh}（{chinese}）")


def _called(name: str) -> tuple[str, str]:
    """What a sentence calls an own policy, in English and in Chinese: the name that the workshop gives it is of nobody's choice."""
    found = MINE.fullmatch(name)
    return (name, name) if found is None else (f"My policy {found[1] or ''}".strip(), f"{MINE_ZH}{found[1] or ''}")
