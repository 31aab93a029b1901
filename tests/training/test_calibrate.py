import numpy as np
import pytest
from training.calibrate import calibrate


def outcomes_of(slope: float, offset: float) -> tuple[list[float], list[bool]]:
    """Scores, and outcomes drawn with the odds that a curve gives them."""
    draw = np.random.default_rng(7)
    logits = draw.normal(1.0, 2.0, size=8000)
    right = draw.random(8000) < 1 / (1 + np.exp(-(slope * logits + offset)))
    return list(1 / (1 + np.exp(-logits))), list(right)


@pytest.mark.parametrize(("slope", "offset"), [(1.0, 0.0), (0.5, -0.7), (1.8, 0.4)])
def test_the_curve_is_found_again(slope: float, offset: float) -> None:
    found = calibrate(*outcomes_of(slope, offset))
    assert found == pytest.approx((slope, offset), abs=0.12)


def test_outcomes_that_are_all_alike_give_a_finite_curve() -> None:
    slope, offset = calibrate([0.9, 0.95, 1.0], [True, True, True])
    assert np.isfinite([slope, offset]).all()


def test_scores_that_promise_far_too_much_are_brought_down() -> None:
    draw = np.random.default_rng(3)
    scores = 1 / (1 + np.exp(-draw.normal(4.0, 1.5, size=4000)))
    slope, offset = calibrate(list(scores), list(draw.random(4000) < 0.8))
    assert 0 < 1 / (1 + np.exp(-(slope * 4.0 + offset))) < 0.9
