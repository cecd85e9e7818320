"""Runs again everything that docs/findings.md tells and holds it against what is kept: ``python -m experiments.upkeep.findings``.

What was run before is taken up again, so that an interrupted run goes on.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from experiments.cli.app import main as inspectorate

KEPT = Path("results/reference")
MADE = Path("results/findings")


@dataclass(frozen=True)
class Finding:
    """A study of the page: its commands, each told where it writes, and its tables that must come out as they are kept."""

    name: str
    commands: tuple[str, ...]
    tables: tuple[str, ...]


FINDINGS = (
    Finding("staff-and-fines", ("sweep staff-and-fines --out {made}/runs", "export {made}/runs --differences --to {made}/differences.csv"), ("differences.csv",)),
    Finding("sensitivity", ("sensitivity sensitivity --out {made}",), ("screening.csv", "indices.csv", "responses.csv")),
    Finding("discover", ("discover discover --out {made}",), ("policies.csv", "boxes.csv", "leaves.csv")),
    Finding("interactions", ("interactions interactions --out {made}",), ("effects.csv",)),
    Finding("optimise", ("optimise --district jiuyuan-quarter --budget 500000 --generations 6 --fresh-worlds 20 --out {made}",), ("scored.csv", "steps.csv")),
    Finding("optimise/check", ("optimise optimise-check --budget 100000 --exhaustive --out {made}",), ("mixes.md",)),
)


def differing(finding: Finding, made: Path, kept: Path) -> list[str]:
    """The tables of a finding that are not what is kept, or are not there."""
    pairs = [(name, made / name, kept / name) for name in finding.tables]
    return [name for name, one, other in pairs if not (one.is_file() and other.is_file() and one.read_bytes() == other.read_bytes())]


def reproduce(finding: Finding) -> bool:
    """Run the commands of a finding and say whether its tables are those that are kept."""
    made, kept = MADE / finding.name.replace("/", "-"), KEPT / finding.name
    made.mkdir(parents=True, exist_ok=True)
    for command in finding.commands:
        words = [word.format(made=made) for word in command.split()]
        print("inspectorate", *words, flush=True)
        code = inspectorate([*words, "--lang", "en"])
        if code:
            print(f"{finding.name}: ended with {code}")
            return False
    strange = differing(finding, made, kept)
    print(f"{finding.name}: {'differs from what is kept: ' + ', '.join(strange) if strange else 'the tables that are kept, to the last digit'}", flush=True)
    return not strange


def main(names: list[str]) -> int:
    """All findings, or those named; 1 where one could not be run or came out otherwise."""
    unknown = sorted({*names} - {finding.name for finding in FINDINGS})
    if unknown:
        print(f"there is no finding {unknown[0]}; known: {', '.join(finding.name for finding in FINDINGS)}", file=sys.stderr)
        return 2
    chosen = [finding for finding in FINDINGS if not names or finding.name in names]
    return 0 if all([reproduce(finding) for finding in chosen]) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
