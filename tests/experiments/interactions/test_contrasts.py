"""A factorial of policies gives back the effects that were put in."""

from itertools import combinations

import numpy as np
import pytest

from experiments.studies.interactions.contrasts import alone, averaged, combinations_of, effects

PARTS = ("a", "b", "c", "d")
MAINS = {"a": 1.0, "b": -0.5, "c": 0.25, "d": 0.0}
PAIRS = {frozenset("ab"): 0.3, frozenset("cd"): -0.2}
ORDER = combinations_of(PARTS)


def outcome(chosen: frozenset[str]) -> float:
    """10, what each adds, what each pair adds."""
    inside = {frozenset(pair) for pair in combinations(sorted(chosen), 2)}
    return 10 + sum(MAINS[part] for part in chosen) + sum(size for pair, size in PAIRS.items() if pair in inside)


VALUES = np.array([[outcome(chosen)] for chosen in ORDER])


def test_a_factorial_of_four_has_sixteen_combinations_the_empty_one_first() -> None:
    assert len(ORDER) == 16 and ORDER[0] == frozenset() and ORDER[-1] == frozenset(PARTS)


@pytest.mark.parametrize("family", [averaged, alone])
def test_a_pair_gets_what_was_put_in_for_it_and_no_other_pair_gets_any(family) -> None:
    contrasts = family(PARTS, ORDER)
    for contrast, (size,) in zip(contrasts, effects(contrasts, VALUES), strict=True):
        if contrast.kind.startswith("pair"):
            assert size == pytest.approx(PAIRS.get(frozenset(contrast.parts), 0.0), abs=1e-12), contrast.parts


def test_alone_a_policy_brings_its_own_and_averaged_also_half_of_each_of_its_pairs() -> None:
    for family, share in ((alone, 0.0), (averaged, 0.5)):
        contrasts = family(PARTS, ORDER)
        for contrast, (size,) in zip(contrasts, effects(contrasts, VALUES), strict=True):
            if contrast.kind in {"main", "alone"}:
                (part,) = contrast.parts
                paired = sum(added for pair, added in PAIRS.items() if part in pair)
                assert size == pytest.approx(MAINS[part] + share * paired)


def test_the_bundle_exceeds_the_sum_by_all_that_the_pairs_add() -> None:
    contrasts = alone(PARTS, ORDER)
    assert contrasts[-1].kind == "bundle"
    assert effects(contrasts, VALUES)[-1, 0] == pytest.approx(sum(PAIRS.values()))


def test_the_order_of_the_combinations_does_not_matter() -> None:
    turned = tuple(reversed(ORDER))
    forwards, backwards = averaged(PARTS, ORDER), averaged(PARTS, turned)
    assert np.allclose(effects(forwards, VALUES), effects(backwards, VALUES[::-1]))


def test_two_policies_are_the_smallest_factorial() -> None:
    order = combinations_of(("a", "b"))
    pair = averaged(("a", "b"), order)[-1]
    assert dict(zip(order, pair.weights, strict=True)) == {frozenset(): 1, frozenset("a"): -1, frozenset("b"): -1, frozenset("ab"): 1}


def test_the_bundle_is_all_together_less_the_sum_of_what_each_does_alone() -> None:
    contrasts = alone(PARTS, ORDER)
    (bundle,) = (size for contrast, (size,) in zip(contrasts, effects(contrasts, VALUES), strict=True) if contrast.kind == "bundle")
    assert bundle == pytest.approx(sum(PAIRS.values()))
    assert [contrast.kind for contrast in contrasts] == ["alone"] * 4 + ["pair alone"] * 6 + ["bundle"]
    assert contrasts[-1].parts == PARTS and [contrast.parts for contrast in contrasts[:4]] == [(part,) for part in PARTS]


def test_weights_add_up_to_nought_and_a_mean_effect_is_a_mean() -> None:
    for family in (averaged, alone):
        assert all(contrast.weights.sum() == pytest.approx(0) for contrast in family(PARTS, ORDER))
    for contrast in averaged(PARTS, ORDER):
        assert np.abs(contrast.weights) == pytest.approx(np.full(16, 1 / 8 if contrast.kind == "main" else 1 / 4))
    assert [len(chosen) for chosen in ORDER] == sorted(len(chosen) for chosen in ORDER) and len(set(ORDER)) == 16


def test_what_holds_weights_is_compared_by_identity() -> None:
    one, other = (averaged(PARTS, ORDER)[0] for _ in range(2))
    assert one != other and len({one, other, one}) == 2
