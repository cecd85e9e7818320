"""What is explained: levels and gains, without the blocks that have a hole."""

import numpy as np
import pytest

from experiments.studies.sensitivity.responses import Response, responses, values, whole_blocks


class Runs:
    """Two points, a reference and a policy, three worlds."""

    plan = None
    policies = ("baseline", "capacity")

    def cube(self, outcome: str) -> np.ndarray:
        level = np.array([[[4.0, 5.0, 6.0], [3.0, 5.0, 7.0]], [[4.0, 5.0, 6.0], [1.0, 1.0, 1.0]]])
        return level if outcome != "effort" else level / 10


def test_each_outcome_has_its_level_and_the_gain_of_each_policy() -> None:
    assert responses(["deaths", "effort"], Runs.policies) == [
        Response("deaths", None), Response("deaths", "capacity"), Response("effort", None), Response("effort", "capacity")]  # fmt: skip


def test_a_gain_is_what_is_averted_of_what_should_be_low_and_what_is_added_to_what_should_be_high() -> None:
    assert values(Runs(), Response("expected_deaths", "capacity")).tolist() == [[1, 0, -1], [3, 4, 5]]
    assert values(Runs(), Response("effort", "capacity"))[1] == pytest.approx([-0.3, -0.4, -0.5])
    assert values(Runs(), Response("expected_deaths", None)).tolist() == [[4, 5, 6]] * 2


def test_a_block_with_a_hole_in_any_table_is_left_out_whole() -> None:
    table = np.zeros((6, 2))
    holed = table.copy()
    holed[3, 1] = np.nan
    assert whole_blocks([table, holed], 2).tolist() == [True, True, False, False, True, True]
    with pytest.raises(ValueError, match="no multiple"):
        whole_blocks([table], 4)
