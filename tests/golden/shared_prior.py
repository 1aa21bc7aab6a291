"""The joint prior of contributions, written out: half-normals mixed over the factor that their scales share."""

import numpy as np


def joint(contributions, scales, spread):
    """Log density without constants: over 13 values z from -3 to 3, weighted by exp(-z^2 / 2), of the half-normals."""
    if spread == 0.0:
        return float(-0.5 * ((np.array(contributions) / scales) ** 2).sum())
    found = 0.0
    for z in np.linspace(-3.0, 3.0, 13):
        factor = np.exp(spread * z)
        each = np.exp(-0.5 * (np.array(contributions) / (factor * np.array(scales))) ** 2) / factor
        found += np.exp(-0.5 * z**2) * np.prod(each)
    return float(np.log(found))
