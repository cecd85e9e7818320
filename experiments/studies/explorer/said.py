"""A sentence that is told in both languages: kept as it stands in the catalogue, filled in where it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from experiments.text.messages import _


@dataclass(frozen=True)
class Said:
    """``template`` is a text marked for the catalogue; ``values`` fill it in."""

    template: str
    values: Mapping[str, object] = field(default_factory=dict)

    def words(self) -> str:
        """In the language in force."""
        return _(self.template).format(**self.values)
