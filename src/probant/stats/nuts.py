"""The No-U-Turn sampler, compiled: many short chains of a density that is compiled too.

The density is handed over as a function of one fixed signature, `DENSITY`, so that this file knows no model. It is
sampled in coordinates z in which it is near a standard normal: x = centre + scale z with a lower triangular scale,
and, where `bend` says so, each coordinate bent by a sinh-arcsinh map that takes its skewness out.

References
----------
Hoffman & Gelman (2014), The No-U-Turn Sampler, Journal of Machine Learning Research 15; Betancourt (2017), A
Conceptual Introduction to Hamiltonian Monte Carlo: multinomial choice of the point, U-turn by the sum of momenta;
the two further U-turn checks across neighbouring halves, and the step size's adaptation, are those of Stan.
"""

# Compiled functions are typed by numba.
# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

from math import cosh, exp, log, sinh, sqrt

import numpy as np

from probant.stats.compiled import MATRIX, VECTOR, WHOLE, compiled, part, types
from probant.stats.random import fill_normal, seeded, uniform
from probant.stats.vector import add_scaled, dot, is_finite, unowned

DATA = types.Tuple((WHOLE, types.UniTuple(MATRIX, 8)))
"""What a density is of: sizes and codes, and eight matrices; each model says what they hold."""
DENSITY = types.float64(DATA, VECTOR, VECTOR, VECTOR)
"""(data, x, gradient, work) -> log density; `gradient` is filled in, `work` is memory to use."""

_DIVERGED = 1000.0
"""Error of the energy beyond which a trajectory is held to have left the density."""
# Rows of a subtree on the stack.
_POINT, _SLOPE, _FIRST, _LAST, _SUM, _ROWS = 0, 1, 2, 3, 4, 5
# Rows of the trajectory: its two ends and what lies just inside of them, and the point chosen.
_END, _INNER, _CHOSEN, _CHOSEN_SLOPE, _TOTAL, _OLD = 0, 6, 8, 9, 10, 11
# Slots of `tally`: step size, sum of acceptance, its count, divergences of this step, gradients so far.
_STEP, _ACCEPTED, _TRIED, _DIVERGENCES, _GRADIENTS = 0, 1, 2, 3, 4


@part
def _unwhitened(frame, z, x):
    """X of z, before it is bent."""
    centre, scale = frame[0], frame[1]
    for i in range(z.size):
        x[i] = centre[0, i] + dot(scale[i], 0, z, 0, i + 1)


@part
def _bent(bend, x, slope, more):
    """Bend x in place; `slope` becomes dx'/dx, `more` the derivative of its logarithm; returns its logarithm's sum."""
    total = 0.0
    for i in range(x.size):
        u, over, steep = x[i], sinh(bend[2, i]), cosh(bend[2, i])
        root = sqrt(1.0 + u * u)
        rate = steep + over * u / root
        x[i] = bend[0, i] + bend[1, i] * (u * steep + root * over)
        slope[i] = bend[1, i] * rate
        more[i] = over / (root * root * root) / rate
        total += log(slope[i])
    return total


@part
def _log_density(target, data, frame, z, slope, buffers):
    """Log density at z, and its gradient there into `slope`."""
    x, gradient, rate, more, work = buffers
    _unwhitened(frame, z, x)
    scale, bend = frame[1], frame[2]
    extra = _bent(bend, x, rate, more) if bend.shape[0] > 0 else 0.0
    found = target(data, x, gradient, work) + extra
    if bend.shape[0] > 0:
        for i in range(z.size):
            gradient[i] = gradient[i] * rate[i] + more[i]
    slope[:] = 0.0
    for i in range(z.size):
        add_scaled(slope[: i + 1], gradient[i], scale[i, : i + 1])
    return found


@part
def _copy(to, source):
    for i in range(to.size):
        to[i] = source[i]


@part
def _sum(to, one, other):
    for i in range(to.size):
        to[i] = one[i] + other[i]


@part
def _leaf(target, data, frame, end, node, start, sign, tally, buffers):
    """One leapfrog step of an end of the trajectory, into `node`; returns whether it held, weight and log density."""
    z, p, slope = end[0], end[1], end[2]
    step = sign * tally[_STEP]
    add_scaled(p, 0.5 * step, slope)
    add_scaled(z, step, p)
    found = _log_density(target, data, frame, z, slope, buffers)
    add_scaled(p, 0.5 * step, slope)
    energy = 0.5 * dot(p, 0, p, 0, p.size) - found
    if not is_finite(energy):
        energy = 1e300
    weight = start - energy
    tally[_ACCEPTED] += 1.0 if weight > 0.0 else exp(weight)
    tally[_TRIED] += 1.0
    tally[_GRADIENTS] += 1.0
    for i in range(z.size):
        node[_POINT, i], node[_SLOPE, i] = z[i], slope[i]
        node[_FIRST, i], node[_LAST, i], node[_SUM, i] = p[i], p[i], p[i]
    held = -weight <= _DIVERGED
    if not held:
        tally[_DIVERGENCES] += 1.0
    return held, weight, found


@part
def _goes_on(total, first, last):
    """Whether both ends still move along with the sum of momenta: no U-turn yet."""
    return dot(total, 0, first, 0, total.size) > 0.0 and dot(total, 0, last, 0, total.size) > 0.0


@part
def _merged(earlier, later, spare):
    """Join two neighbouring subtrees into the earlier one; returns whether there is no U-turn, across the seam too."""
    _sum(spare, earlier[_SUM], later[_FIRST])
    goes_on = _goes_on(spare, earlier[_FIRST], later[_FIRST])
    _sum(spare, later[_SUM], earlier[_LAST])
    goes_on = goes_on and _goes_on(spare, earlier[_LAST], later[_LAST])
    _sum(earlier[_SUM], earlier[_SUM], later[_SUM])
    _copy(earlier[_LAST], later[_LAST])
    return goes_on and _goes_on(earlier[_SUM], earlier[_FIRST], earlier[_LAST])


@part
def _log_sum(a, b):
    high = max(a, b)
    return high + log(exp(a - high) + exp(b - high)) if high > -1e299 else high


@part
def _subtree(target, data, frame, end, stack, weights, depth, start, sign, state, tally, buffers):
    """2^depth more steps from an end, in one direction; the whole lies in the stack's first node.

    Subtrees are merged as soon as two of a size are there, as the recursion would: but a function that calls
    itself cannot be kept.
    """
    top = 0
    for count in range(1 << depth):
        held, weight, found = _leaf(target, data, frame, end, stack[top], start, sign, tally, buffers)
        if not held:
            return False
        weights[top, 0], weights[top, 1] = weight, found
        merging = count
        while merging & 1:
            earlier, later = stack[top - 1], stack[top]
            both = _log_sum(weights[top - 1, 0], weights[top, 0])
            if uniform(state) < exp(weights[top, 0] - both):
                _copy(earlier[_POINT], later[_POINT])
                _copy(earlier[_SLOPE], later[_SLOPE])
                weights[top - 1, 1] = weights[top, 1]
            weights[top - 1, 0] = both
            top -= 1
            if not _merged(earlier, later, buffers[1]):
                return False
            merging >>= 1
        top += 1
    return True


@part
def _joined(path, node, forward, spare):
    """Add the new half to the trajectory; returns whether it goes on."""
    near, far = (1, 0) if forward else (0, 1)
    _copy(path[_OLD], path[_TOTAL])
    _sum(path[_TOTAL], path[_TOTAL], node[_SUM])
    far_end, old_near = path[_END + 3 * far + 1], path[_INNER + near]
    goes_on = _goes_on(path[_TOTAL], far_end, node[_LAST])
    _sum(spare, path[_OLD], node[_FIRST])
    goes_on = goes_on and _goes_on(spare, far_end, node[_FIRST])
    _sum(spare, node[_SUM], old_near)
    goes_on = goes_on and _goes_on(spare, old_near, node[_LAST])
    _copy(path[_INNER + near], node[_LAST])
    return goes_on


@part
def _step(target, data, frame, path, stack, weights, found, deepest, state, tally, buffers):
    """One transition; the new point is in `path`, its log density is returned."""
    fill_normal(state, path[_TOTAL])
    momentum = path[_TOTAL]
    for side in range(2):
        _copy(path[_END + 3 * side], path[_CHOSEN])
        _copy(path[_END + 3 * side + 1], momentum)
        _copy(path[_END + 3 * side + 2], path[_CHOSEN_SLOPE])
        _copy(path[_INNER + side], momentum)
    start = 0.5 * dot(momentum, 0, momentum, 0, momentum.size) - found
    weight = 0.0
    tally[_ACCEPTED], tally[_TRIED], tally[_DIVERGENCES] = 0.0, 0.0, 0.0
    for depth in range(deepest):
        forward = uniform(state) > 0.5
        end = path[_END + 3 : _END + 6] if forward else path[_END : _END + 3]
        sign = 1.0 if forward else -1.0
        if not _subtree(target, data, frame, end, stack, weights, depth, start, sign, state, tally, buffers):
            break
        if weights[0, 0] > weight or uniform(state) < exp(weights[0, 0] - weight):
            _copy(path[_CHOSEN], stack[0, _POINT])
            _copy(path[_CHOSEN_SLOPE], stack[0, _SLOPE])
            found = weights[0, 1]
        weight = _log_sum(weight, weights[0, 0])
        if not _joined(path, stack[0], forward, buffers[1]):
            break
    return found


@part
def _adapted(tally, average, count, wanted):
    """Move the step size towards the wanted acceptance (Nesterov's dual averaging, as in Hoffman & Gelman)."""
    rate = tally[_ACCEPTED] / tally[_TRIED] if tally[_TRIED] > 0.0 else 0.0
    pace = 1.0 / (count + 10.0)
    average[1] = (1.0 - pace) * average[1] + pace * (wanted - rate)
    now = average[0] - average[1] * sqrt(count) / 0.05
    share = count**-0.75
    average[2] = share * now + (1.0 - share) * average[2]
    tally[_STEP] = exp(now)


CHAIN = types.void(
    types.FunctionType(DENSITY),
    DATA,
    types.UniTuple(MATRIX, 3),
    VECTOR,
    VECTOR,
    types.int64,
    types.float64,
    types.int64,
    types.uint64,
    VECTOR,
    MATRIX,
    VECTOR,
)


def memory(coordinates: int, deepest: int, work: int) -> int:
    """Doubles of memory that a chain needs, `work` of them for its density."""
    return (12 + 4 + _ROWS * (deepest + 2)) * coordinates + 2 * (deepest + 2) + work


@part
def _uncounted(data):
    """The data, with no reference counted: see `vector.unowned`."""
    a, b, c, d, e, f, g, h = data[1]
    return (
        unowned(data[0]),
        (unowned(a), unowned(b), unowned(c), unowned(d), unowned(e), unowned(f), unowned(g), unowned(h)),
    )


@part
def _cut(memory, d, deepest):
    """The memory as trajectory, stack of subtrees, their weights, and buffers of the density."""
    a = 12 * d
    b = a + (deepest + 2) * _ROWS * d
    c = b + 2 * (deepest + 2)
    path = memory[:a].reshape((12, d))
    stack = memory[a:b].reshape((deepest + 2, _ROWS, d))
    weights = memory[b:c].reshape((deepest + 2, 2))
    return (
        path,
        stack,
        weights,
        (
            memory[c : c + d],
            memory[c + d : c + 2 * d],
            memory[c + 2 * d : c + 3 * d],
            memory[c + 3 * d : c + 4 * d],
            memory[c + 4 * d :],
        ),
    )


@compiled(CHAIN)
def chain(target, data, frame, z, report, adapting, wanted, deepest, seed, memory, points, densities):
    """One chain of `len(points)` steps from z, which becomes its last point.

    `frame` is (1, d) centre, (d, d) scale and (3, d) or (0, d) bend. Over the first `adapting` steps the step
    size follows the acceptance. `points` (n, d) are x, not z. `report` holds the step size, which is read and
    written, and then, written, the divergences after adapting and the gradients. `memory` is as long as the
    function `memory` says.
    """
    data, frame = _uncounted(data), (unowned(frame[0]), unowned(frame[1]), unowned(frame[2]))
    path, stack, weights, buffers = _cut(unowned(memory), z.size, deepest)
    state, tally, average = np.zeros(4, np.uint64), np.zeros(5), np.zeros(3)
    seeded(state, seed)
    tally[_STEP] = report[0]
    average[0], average[2] = log(10.0 * report[0]), log(report[0])
    _copy(path[_CHOSEN], z)
    found = _log_density(target, data, frame, path[_CHOSEN], path[_CHOSEN_SLOPE], buffers)
    for step in range(points.shape[0]):
        found = _step(target, data, frame, path, stack, weights, found, deepest, state, tally, buffers)
        if step < adapting:
            _adapted(tally, average, step + 1.0, wanted)
            if step == adapting - 1:
                tally[_STEP] = exp(average[2])
        else:
            report[1] += tally[_DIVERGENCES]
        _unwhitened(frame, path[_CHOSEN], points[step])
        if frame[2].shape[0] > 0:
            _bent(frame[2], points[step], buffers[2], buffers[3])
        densities[step] = found
    _copy(z, path[_CHOSEN])
    report[0], report[2] = tally[_STEP], tally[_GRADIENTS]


@compiled(types.void(types.FunctionType(DENSITY), DATA, MATRIX, VECTOR, MATRIX, VECTOR))
def evaluate(target, data, points, work, gradients, densities):
    """Log density and gradient at each of the (n, d) points."""
    data = _uncounted(data)
    points, gradients, work = unowned(points), unowned(gradients), unowned(work)
    for i in range(points.shape[0]):
        densities[i] = target(data, points[i], gradients[i], work)
