"""The scale on which a series is foretold: changes by a share, wherever that can be said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scale:
    """Logarithm of a series that is above 0 throughout; else the inverse hyperbolic sine of it over its usual size.

    Both rise with the series, so that the middle of a forecast on the scale is the middle of it in the
    series' own unit: the one that has the least absolute error.
    """

    usual: float | None
    """Median size of the values that are not 0; None for the logarithm."""

    @classmethod
    def of(cls, values: Array) -> Self:
        """The scale for these values, none of them NaN."""
        if len(values) and values.min() > 0.0:
            return cls(None)
        sizes = np.abs(values[values != 0.0])
        return cls(float(np.median(sizes)) if len(sizes) else 1.0)

    def up(self, values: Array) -> Array:
        """On the scale; without a unit."""
        return np.asarray(np.log(values) if self.usual is None else np.arcsinh(values / self.usual))

    def down(self, scaled: Array) -> Array:
        """Back in the series' own unit."""
        return np.asarray(np.exp(scaled) if self.usual is None else self.usual * np.sinh(scaled))

    def counting(self, counts: Array) -> float:
        """Mean variance on the scale of numbers that are counted, if each came by chance around its rate (Poisson)."""
        if self.usual is None:
            return float(np.mean(1.0 / counts))
        return float(np.mean(counts / (self.usual**2 + counts**2)))
