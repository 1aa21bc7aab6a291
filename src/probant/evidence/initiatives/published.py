"""Published effects as priors: what others measured elsewhere, widened, with a spike at no effect.

A published effect is of other people, other work and another tool. So its spread is widened by half, and with
the probability `SPIKE` it is nothing at all here. Whatever rests on one is named as published and counts as
assumed: nothing of this project has shown it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
WIDER = 1.5
"""Factor on the published standard deviation."""
SPIKE = 3 / 7
"""Probability of no effect: of the seven workflows in `fang_range` four had a positive effect."""
_NORMAL_95 = 1.959964


@dataclass(frozen=True, slots=True)
class Published:
    """One effect, as a share of what it changes; positive is good."""

    study: str
    year: int
    of: str
    """What it changes."""
    value: float
    sd: float
    """Before it is widened."""
    sd_read: bool
    """Whether the source states an interval; else half of the effect is taken for its standard deviation."""


def _bare(study: str, year: int, of: str, value: float) -> Published:
    return Published(study, year, of, value, abs(value) / 2, sd_read=False)


def _read(study: str, year: int, of: str, value: float, low: float, high: float) -> Published:
    return Published(study, year, of, value, (high - low) / (2 * _NORMAL_95), sd_read=True)


PUBLISHED: Mapping[str, Published] = MappingProxyType(
    {
        "brynjolfsson_qje": _bare("Brynjolfsson, Li & Raymond, QJE 140(2)", 2025, "issues resolved per hour", 0.15),
        "noy_zhang_time": _bare("Noy & Zhang, Science", 2023, "time saved per writing task", 0.40),
        "noy_zhang_quality": _bare("Noy & Zhang, Science", 2023, "graded quality of writing", 0.18),
        "bcg_speed": _bare("Dell'Acqua et al., Jagged frontier", 2023, "time saved per consulting task", 0.251),
        "ju_aral_v3": _bare("Ju & Aral, arXiv 2503.18238v3", 2025, "ads per worker", 0.50),
        # No interval, but a range over seven workflows, read as a uniform spread.
        "fang_range": Published("Fang et al., arXiv 2510.12049", 2025, "sales", 0.163 / 2, 0.163 / 12**0.5, True),
        # Equal under the tightest controls; the raw ratio 0.76 / 0.65 is the scale of what selection can feign.
        "exner_raw": Published(
            "Exner et al., AI ads that work", 2026, "click-through rate", 0.0, 0.76 / 0.65 - 1, False
        ),
        "metr": _read("METR, arXiv 2507.09089", 2025, "time saved per programming task", -0.19, -0.39, -0.02),
        "humlum_time": _bare("Humlum & Vestergaard", 2025, "hours saved, self-reported", 0.028),
    }
)
"""By the id of `published_effects.csv`."""
PASS_THROUGH = (0.03, 0.07)
"""Share of self-reported time saved that reached earnings: `humlum_pass`, 3 to 7 %."""


def draws(effect: Published, size: int, rng: np.random.Generator) -> Array:
    """(size,) draws of the effect here: nothing with probability `SPIKE`, else a normal `WIDER` times as wide."""
    slab = rng.normal(effect.value, WIDER * effect.sd, size)
    return np.where(rng.random(size) < SPIKE, 0.0, slab)
