"""Parameter values by name: what the rules are given, never where it came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping


class Parameters(Mapping[str, float]):
    """An immutable mapping of parameter name to value, readable as attributes.

    Raises ``KeyError`` (as a mapping) or ``AttributeError`` (as an attribute) for a name that
    no parameter has.
    """

    def __init__(self, values: Mapping[str, float], lever_ranges: Mapping[str, tuple[float, float]] | None = None) -> None:
        own = {name: float(value) for name, value in values.items()}
        object.__setattr__(self, "_values", own)
        object.__setattr__(self, "_lever_ranges", dict(lever_ranges or {}))
        self.__dict__.update(own)

    @property
    def lever_ranges(self) -> Mapping[str, tuple[float, float]]:
        """The hard range of each lever, outside which no policy may set it; empty where nobody said which parameters are levers."""
        ranges: dict[str, tuple[float, float]] = self.__dict__["_lever_ranges"]
        return ranges

    def with_values(self, changes: Mapping[str, float]) -> Parameters:
        """The same parameters with some values changed; raises ``KeyError`` on an unknown name."""
        own: dict[str, float] = self.__dict__["_values"]
        for name in changes:
            if name not in own:
                raise KeyError(name)
        return Parameters({**own, **changes}, self.lever_ranges)

    def __getattr__(self, name: str) -> float:
        # Only reached for a name that is not there; states the type of those that are.
        raise AttributeError(f"no parameter is called {name!r}")

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("parameters cannot be changed; use with_values")

    def __getitem__(self, name: str) -> float:
        own: dict[str, float] = self.__dict__["_values"]
        return own[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.__dict__["_values"])

    def __len__(self) -> int:
        return len(self.__dict__["_values"])

    def __reduce__(self) -> tuple[type[Parameters], tuple[dict[str, float], Mapping[str, tuple[float, float]]]]:
        return Parameters, (dict(self), self.lever_ranges)
