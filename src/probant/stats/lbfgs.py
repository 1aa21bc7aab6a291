"""The highest point of a smooth function, by L-BFGS; written out, for loading scipy takes longer than most searches."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Function = Callable[[Array], tuple[float, Array]]
"""x -> value and gradient; a value that is not finite marks a place where the function is not defined."""

_REMEMBERED = 20
_ENOUGH, _STILL_STEEP = 1e-4, 0.9
"""Wolfe's two conditions on the length of a step."""


def highest(function: Function, start: Array, *, steps: int = 300, tolerance: float = 1e-9) -> Array:
    """A local maximum, found from `start`.

    Parameters
    ----------
    function : callable
        To be maximised.
    start : (d,) array
        Where it is finite.
    steps : int
        The most there may be.
    tolerance : float
        Relative rise below which the search ends.

    References
    ----------
    Nocedal & Wright (2006), Numerical Optimization, algorithms 7.4 and 7.5; the step by bisection between
    Wolfe's bounds.
    """
    x = start
    value, gradient = function(x)
    moves: list[tuple[Array, Array, float]] = []
    for _ in range(steps):
        direction = _direction(gradient, moves)
        found = _along(function, x, value, gradient, direction)
        if found is None:
            if not moves:
                return x
            moves = []
            continue
        moved, higher, slope = found
        move, bend = moved - x, gradient - slope
        risen = higher - value
        x, value, gradient = moved, higher, slope
        if float(move @ bend) > 1e-12 * float(bend @ bend):
            moves = [*moves[-_REMEMBERED + 1 :], (move, bend, 1.0 / float(move @ bend))]
        if risen <= tolerance * max(1.0, abs(value)):
            return x
    return x


def _direction(gradient: Array, moves: list[tuple[Array, Array, float]]) -> Array:
    """Uphill, bent by the curvature seen on the last moves (two-loop recursion)."""
    direction, shares = gradient.copy(), []
    for move, bend, inverse in reversed(moves):
        share = inverse * float(move @ direction)
        shares.append(share)
        direction -= share * bend
    if moves:
        move, bend, inverse = moves[-1]
        direction /= inverse * float(bend @ bend)
    else:
        direction /= max(1.0, float(np.linalg.norm(direction)))
    for (move, bend, inverse), share in zip(moves, reversed(shares), strict=True):
        direction += (share - inverse * float(bend @ direction)) * move
    return direction


def _along(
    function: Function, x: Array, value: float, gradient: Array, direction: Array
) -> tuple[Array, float, Array] | None:
    """The next point on a ray, its value and gradient; None where no rise is found."""
    slope, length, low, high = float(gradient @ direction), 1.0, 0.0, np.inf
    if slope <= 0.0:
        return None
    best = None
    for _ in range(30):
        moved = x + length * direction
        higher, steep = function(moved)
        if not np.isfinite(higher) or higher < value + _ENOUGH * length * slope:
            high = length
        else:
            best = moved, higher, steep
            if float(steep @ direction) <= _STILL_STEEP * slope:
                return best
            low = length
        length = (low + high) / 2 if np.isfinite(high) else 2 * length
    return best
