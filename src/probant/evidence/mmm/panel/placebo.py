"""Channels that cannot have worked, in every area: whether the panel finds an effect where there is none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from probant.evidence.mmm.panel.areas import Panel
from probant.evidence.mmm.panel.fit import fit_panel
from probant.evidence.mmm.panel.model import panel_model
from probant.evidence.mmm.placebo import COUNT, room, taken, turns, with_placebos
from probant.evidence.mmm.specification import Specification
from probant.stats.sampling import Plan


def found_placebos(
    found: Panel, specification: Specification, rng: np.random.Generator, plan: Plan
) -> tuple[int, int] | None:
    """As that of the national model: how many were taken for channels that work, and how many there were; None: no
    room, or the fit did not settle.

    Each is a real channel's exposure, moved round the period by as many steps in every area.
    """
    if not found.together.channels or not room(found.together):
        return None
    turned = turns(found.together, rng)
    added = Panel(
        found.areas,
        tuple(with_placebos(one, turned) for one in found.series),
        with_placebos(found.together, turned),
    )
    one = panel_model(added, replace(specification, lifts=()))
    drawn = fit_panel(one, rng, plan)
    return (taken(drawn.mean, one.effects[:, 2]), COUNT) if drawn.sample.sound else None
