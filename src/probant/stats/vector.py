"""Sums over arrays, and the exponential, as a processor likes them: compiled, and the same bits on each run.

A sum may only be spread over the lanes of a processor if its terms may be added in another order. Here the order
is said outright, four lanes by four, so that it is fast and always the same.
"""

# The arguments of an intrinsic are its signature: numba names them, and hands them over as values.
# ruff: noqa: ARG001
# mypy: disable-error-code="untyped-decorator"

from __future__ import annotations

from typing import Any

import llvmlite.ir as _ir  # type: ignore[import-untyped]
import numba.core.cgutils as _cgutils
import numba.extending as _extending

from probant.stats.compiled import part, types

ir: Any = _ir
cgutils: Any = _cgutils
intrinsic: Any = _extending.intrinsic
_DOUBLE, _LONG = ir.DoubleType(), ir.IntType(64)
_LANES, _CHAINS = 4, 4
_FOUR = ir.VectorType(_DOUBLE, _LANES)
_BLOCK = _LANES * _CHAINS


@intrinsic
def fma(typing: Any, a: Any, b: Any, c: Any) -> Any:
    """A b + c, rounded once."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.fma(*args)

    return types.float64(types.float64, types.float64, types.float64), generate


@intrinsic
def bits_of(typing: Any, number: Any) -> Any:
    """The 64 bits of a double, as an integer."""
    return types.int64(types.float64), lambda _c, builder, _s, args: builder.bitcast(args[0], _LONG)


@intrinsic
def double_of(typing: Any, bits: Any) -> Any:
    """The double with these 64 bits."""
    return types.float64(types.int64), lambda _c, builder, _s, args: builder.bitcast(args[0], _DOUBLE)


@intrinsic
def unowned(typing: Any, array: Any) -> Any:
    """The same array, but not counted as a reference to its memory, nor are parts that are cut from it.

    Counting costs more than the sums over a short array. Whoever calls must see to it that the memory stays.
    """

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        found = context.make_array(array)(context, builder, args[0])
        found.meminfo = cgutils.get_null_value(found.meminfo.type)
        found.parent = cgutils.get_null_value(found.parent.type)
        return found._getvalue()

    return array(array), generate


@intrinsic
def dot(typing: Any, a: Any, at: Any, b: Any, bt: Any, count: Any) -> Any:
    """Sum of a[at + i] b[bt + i] over i < count; a and b are contiguous, of one dimension; nothing is checked."""

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        left, right = (
            builder.gep(
                context.make_array(signature.args[2 * i])(context, builder, args[2 * i]).data, [args[2 * i + 1]]
            )
            for i in (0, 1)
        )
        return _summed(builder, left, right, args[4])

    return types.float64(a, types.intp, b, types.intp, types.intp), generate


def _summed(builder: Any, left: Any, right: Any, count: Any) -> Any:
    """Instructions of a dot product: blocks of sixteen into four sums of four lanes, then what is left, one by one."""
    long = count.type
    blocks = builder.sdiv(count, long(_BLOCK))
    sums = [cgutils.alloca_once_value(builder, ir.Constant(_FOUR, [0.0] * _LANES)) for _ in range(_CHAINS)]
    multiply = cgutils.get_or_insert_function(builder.module, ir.FunctionType(_FOUR, [_FOUR] * 3), "llvm.fma.v4f64")
    with cgutils.for_range(builder, blocks) as loop:
        start = builder.mul(loop.index, long(_BLOCK))
        for chain, total in enumerate(sums):
            here = builder.add(start, long(chain * _LANES))
            one, other = (_four(builder, pointer, here) for pointer in (left, right))
            builder.store(builder.call(multiply, [one, other, builder.load(total)]), total)
    whole = _folded(builder, [builder.load(total) for total in sums])
    rest = cgutils.alloca_once_value(builder, whole)
    with cgutils.for_range_slice(builder, builder.mul(blocks, long(_BLOCK)), count, long(1), long) as (index, _):
        one, other = (builder.load(builder.gep(pointer, [index])) for pointer in (left, right))
        builder.store(builder.fma(one, other, builder.load(rest)), rest)
    return builder.load(rest)


def _four(builder: Any, pointer: Any, index: Any) -> Any:
    return builder.load(builder.bitcast(builder.gep(pointer, [index]), _FOUR.as_pointer()), align=8)


def _folded(builder: Any, sums: list[Any]) -> Any:
    """One number of four sums of four lanes, always in the same order."""
    while len(sums) > 1:
        sums = [builder.fadd(sums[i], sums[i + 1]) for i in range(0, len(sums), 2)]
    lanes = [builder.extract_element(sums[0], ir.Constant(ir.IntType(32), lane)) for lane in range(_LANES)]
    return builder.fadd(builder.fadd(lanes[0], lanes[1]), builder.fadd(lanes[2], lanes[3]))


@part
def exp_below(x):  # type: ignore[no-untyped-def]
    """e^x for x <= 700, within a few units of the last place; e^-700 below that.

    x = k log 2 + r with |r| <= log(2) / 2; e^r by its series to r^13; times 2^k by way of the bits. In a loop
    over an array it is spread over the lanes, which the library's own function is not.
    """
    x = max(x, -700.0)
    shifted = x * 1.4426950408889634 + 6755399441055744.0
    k = shifted - 6755399441055744.0
    r = fma(k, -1.90821492927058770002e-10, fma(k, -0.693147180369123816490, x))
    p = fma(r, 1.6059043836821613e-10, 2.08767569878681e-09)
    p = fma(r, p, 2.505210838544172e-08)
    p = fma(r, p, 2.755731922398589e-07)
    p = fma(r, p, 2.7557319223985893e-06)
    p = fma(r, p, 2.48015873015873e-05)
    p = fma(r, p, 1.984126984126984e-04)
    p = fma(r, p, 1.388888888888889e-03)
    p = fma(r, p, 8.333333333333333e-03)
    p = fma(r, p, 4.1666666666666664e-02)
    p = fma(r, p, 1.6666666666666666e-01)
    p = fma(r, p, 0.5)
    p = fma(r, p, 1.0)
    p = fma(r, p, 1.0)
    return p * double_of((bits_of(shifted) + 1023) << 52)


@part
def add_scaled(total, factor, other):  # type: ignore[no-untyped-def]
    """total[i] += factor other[i]."""
    for i in range(total.size):
        total[i] = fma(factor, other[i], total[i])


@part
def is_finite(number):  # type: ignore[no-untyped-def]
    """Whether it is neither infinite nor NaN."""
    return (bits_of(number) & 0x7FF0000000000000) != 0x7FF0000000000000
