"""Scores to probabilities: the logistic curve that fits what became of the scores."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def calibrate(scores: Sequence[float], right: Sequence[bool]) -> tuple[float, float]:
    """Slope and offset of the logistic curve over the scores' logits that fits the outcomes best (Newton's method)."""
    inner = np.clip(np.asarray(scores), 1e-6, 1 - 1e-6)
    x = np.stack([np.log(inner / (1 - inner)), np.ones(len(inner))], 1)
    y = np.asarray(right, dtype=float)
    weights = np.array([1.0, 0.0])
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        # A faint pull towards "the score as it is" keeps the fit finite where the outcomes are all alike.
        gradient = x.T @ (y - p) - 1e-3 * (weights - (1.0, 0.0))
        curve = (x * (p * (1 - p))[:, None]).T @ x + 1e-3 * np.eye(2)
        step = np.linalg.solve(curve, gradient)
        # A step too long would overshoot where the curve is flat, and never come back.
        weights = weights + step * min(1.0, 1.0 / max(1e-9, float(np.abs(step).max())))
    return round(float(weights[0]), 4), round(float(weights[1]), 4)
