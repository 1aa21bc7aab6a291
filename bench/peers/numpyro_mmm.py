"""The mix model written anew in NumPyro, coefficient by coefficient, as an oracle; prints JSON.

Reads one .npz: media (T, C, L) scaled exposure by lag, outcome (T,) scaled, block (T, K) columns times deviations,
width (C,) scales of the half-normal priors on the mean contribution, all times one factor that is not known, spread of
that factor's logarithm, spend (C,) totals, scale of the outcome. The factor is a parameter here, and is not summed out.
"""

import json
import sys

import jax
import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist
from numpyro.infer import MCMC, NUTS

numpyro.enable_x64()
numpyro.set_host_device_count(2)


def model(media, outcome, block, width, spread):
    channels = media.shape[1]
    keep = numpyro.sample("keep", dist.Beta(1.0, 3.0).expand([channels]))
    steep = numpyro.sample("steep", dist.Gamma(3.0, 1.0).expand([channels]))
    shared = numpyro.sample("shared", dist.LogNormal(0.0, spread))
    mean = numpyro.sample("mean", dist.HalfNormal(width * shared))
    noise = numpyro.sample("noise", dist.HalfNormal(2.0))
    weight = keep[:, None] ** jnp.arange(media.shape[2])
    carried = jnp.einsum("tcl,cl->tc", media, weight / weight.sum(1, keepdims=True))
    height = jnp.tanh(steep * carried / 2)
    worked = (height * (mean / height.mean(0))).sum(1)
    numpyro.sample(
        "outcome",
        dist.LowRankMultivariateNormal(worked, cov_factor=block, cov_diag=noise**2 * jnp.ones(len(outcome))),
        obs=outcome,
    )


def main() -> None:
    held = dict(np.load(sys.argv[1]))
    args = (held["media"], held["outcome"], held["block"], held["width"], held["spread"])
    sampler = MCMC(
        NUTS(model, target_accept_prob=0.9, dense_mass=True),
        num_warmup=1500,
        num_samples=int(sys.argv[2]),
        num_chains=4,
        chain_method="parallel",
        progress_bar=False,
    )
    sampler.run(jax.random.PRNGKey(0), *args)
    returns = np.asarray(sampler.get_samples()["mean"]) * len(held["outcome"]) * held["scale"] / held["spend"]
    divergences = int(np.asarray(sampler.get_extra_fields()["diverging"]).sum())
    print(
        json.dumps(
            {
                "mean": returns.mean(0).tolist(),
                "sd": returns.std(0).tolist(),
                "ends": np.quantile(returns, [0.05, 0.95], axis=0).tolist(),
                "divergences": divergences,
            }
        )
    )


main()
