"""Rewrites the generated blocks of the model description."""

from __future__ import annotations

import sys
from pathlib import Path

import experiments
from experiments.upkeep.document.blocks import BLOCKS
from experiments.upkeep.document.marked import PageError, rewritten

PAGE = Path(str(experiments.__file__)).parents[1] / "docs" / "odd.md"


def main() -> int:
    """Write the page where it differs; exit code 2 where its markers are wrong."""
    try:
        before = PAGE.read_text("utf-8")
        after = rewritten(before, BLOCKS)
    except (OSError, PageError) as error:
        print(f"docs/odd.md: {error}", file=sys.stderr)
        return 2
    if after != before:
        PAGE.write_text(after, encoding="utf-8")
    print("docs/odd.md: " + ("written anew" if after != before else "already up to date"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
