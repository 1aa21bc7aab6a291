"""Compile what a fit needs, once, at set-up: so that no first question waits for it."""

from __future__ import annotations


def warm() -> None:
    """Compile the sampler and the densities, or load them where that was done; some seconds, or half of one."""
    from probant.evidence.mmm import density, varying_density
    from probant.evidence.mmm.panel import density as panel_density
    from probant.evidence.mmm.panel import draws
    from probant.stats import nuts

    assert nuts.chain.signatures
    assert density.national.signatures
    assert panel_density.panel.signatures
    assert varying_density.varying.signatures
    assert draws.area_draws.signatures
