"""Valid files with one thing made wrong, as bytes."""

from __future__ import annotations

import copy

from hypothesis import strategies as st

from tests.scenarios.spoiling import OPTIONAL, PATHS, TABLES, VALID, at, junk_name, plain_text, spoiled, wrong
from tests.scenarios.writing import toml

garbage_lines = st.one_of(
    st.sampled_from(
        ["[", "]", "=", "a =", "a = b = 1", '"', "a = 'b", 'a = "\\q"', "[[[a]]]", "a.b.c = ", "a = 01", "a = 1__0"]
    ),
    st.integers(10, 200).map(lambda depth: "x-a = " + "[" * depth + "]" * depth),
    st.integers(10, 200).map(lambda depth: "x-a" + ".a" * depth + " = 1"),
    st.integers(10_001, 20_000).map(lambda length: "# " + "x" * length),
    st.integers(201, 900).map(lambda length: "x" * length + " = 1"),
    plain_text.map("@".__add__).map(lambda text: text.replace("\n", "").replace("\r", "")),
)


@st.composite
def mutations(draw: st.DrawFn, kind: str) -> bytes:
    """A valid file of a kind with one thing made wrong for certain."""
    _, table = draw(st.sampled_from(VALID[kind]))
    paths, tables = PATHS[id(table)], TABLES[id(table)]
    how = draw(
        st.sampled_from(
            ["type", "type", "type", "missing", "unknown", "renamed", "source", "line", "byte", "spoiled", "spoiled"]
        )
    )
    if how == "line":
        lines = toml(table).splitlines()
        lines.insert(draw(st.integers(0, len(lines))), draw(garbage_lines))
        return "\n".join(lines).encode()
    if how == "byte":
        text = toml(table).encode()
        place = draw(st.integers(0, len(text)))
        return text[:place] + draw(st.sampled_from([b"\0", b"\xff", b"\xc3\x28", b"\xed\xa0\x80"])) + text[place:]
    spoils = spoiled(kind, table)
    table = copy.deepcopy(table)
    if how == "spoiled":
        path, values = draw(st.sampled_from(spoils))
        at(table, path[:-1])[path[-1]] = draw(values)
        return toml(table).encode()
    if how == "unknown":
        at(table, draw(st.sampled_from(tables)))[draw(junk_name)] = draw(st.one_of(st.integers(), plain_text))
        return toml(table).encode()
    choices = {
        "type": paths,
        "missing": [path for path in paths if isinstance(path[-1], str) and path[-1] not in OPTIONAL],
        "renamed": [path for path in paths if isinstance(path[-1], str) and path[-1] not in {"A01", "study-B2", "small", "big"}],
        "source": [path for path in paths if path[-1] in {"source", "yearly_cost_source"}] or [("schema_version",)],
    }
    path = draw(st.sampled_from(choices[how]))
    holder = at(table, path[:-1])
    if how == "type":
        holder[path[-1]] = draw(wrong(holder[path[-1]]))
    elif how == "source":
        holder[path[-1]] = draw(st.lists(junk_name, min_size=1, max_size=2))
    else:
        value = holder.pop(path[-1])
        if how == "renamed":
            holder[path[-1] + draw(st.sampled_from("xé A"))] = value
    return toml(table).encode()
