"""The science: one file per concept, each rule a plain function of numbers.

A rule takes scalars and gives a scalar; it uses arithmetic, comparisons and the project's own
exp and log only, draws no random number and knows no clock, array or file.
"""

from importlib import import_module

CONCEPTS = (
    "accidents", "attention", "beliefs", "costs", "detection", "effort", "government", "hazards", "incentives",
    "penalties", "population", "reporting", "responsibility", "severity", "staff", "targeting", "visits",
)

for _concept in CONCEPTS:
    import_module(f"{__name__}.{_concept}")
