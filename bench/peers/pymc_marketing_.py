"""pymc-marketing with nutpie on its own example, priors as in bench/mix/worlds.py; prints JSON."""

import json
import sys
import time
import warnings

BEGAN = time.perf_counter()
warnings.simplefilter("ignore")

import arviz as az  # noqa: E402
import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
from pymc_marketing.mmm import MMM, GeometricAdstock, LogisticSaturation  # noqa: E402
from pymc_marketing.prior import Prior  # noqa: E402

IMPORTED = time.perf_counter() - BEGAN


def main() -> None:
    data = pd.read_csv(sys.argv[1], parse_dates=["date_week"])
    inputs, outcome = data.drop(columns="y"), data["y"]
    walls, effective = [], []
    for seed in range(int(sys.argv[2])):
        began = time.perf_counter()
        model = built()
        model.fit(
            inputs, outcome, chains=4, draws=1000, tune=1000, nuts_sampler="nutpie", random_seed=seed, progressbar=False
        )
        walls.append(time.perf_counter() - began)
        found = model.fit_result
        ess = az.ess(found[["saturation_beta", "saturation_lam", "adstock_alpha", "y_sigma"]])
        effective.append(min(float(ess[name].min()) for name in ess))
    name = next(n for n in ("channel_contribution", "channel_contributions") if n in found)
    totals = found[name].sum("date").stack(draw_=("chain", "draw")).transpose("draw_", ...).to_numpy()
    scale = float(outcome.abs().max())
    totals = totals * (scale if totals.mean() < scale else 1.0) / inputs[["x1", "x2"]].sum().to_numpy()
    print(
        json.dumps(
            {
                "import": IMPORTED,
                "walls": walls,
                "ess": effective,
                "mean": totals.mean(axis=0).tolist(),
                "sd": totals.std(axis=0).tolist(),
                "ends": np.quantile(totals, [0.05, 0.95], axis=0).tolist(),
            }
        )
    )


def built() -> MMM:
    return MMM(
        date_column="date_week",
        channel_columns=["x1", "x2"],
        control_columns=["event_1", "event_2", "t"],
        adstock=GeometricAdstock(l_max=8),
        saturation=LogisticSaturation(),
        yearly_seasonality=2,
        model_config={
            "intercept": Prior("Normal", mu=0, sigma=2),
            "adstock_alpha": Prior("Beta", alpha=1, beta=3, dims="channel"),
            "saturation_lam": Prior("Gamma", alpha=3, beta=1, dims="channel"),
            "saturation_beta": Prior("HalfNormal", sigma=2, dims="channel"),
            "gamma_control": Prior("Normal", mu=0, sigma=2, dims="control"),
            "gamma_fourier": Prior("Normal", mu=0, sigma=1, dims="fourier_mode"),
            "likelihood": Prior("Normal", sigma=Prior("HalfNormal", sigma=2)),
        },
    )


main()
