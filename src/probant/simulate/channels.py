"""What a channel of the invented company costs, does and claims."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Platform = Literal["google_ads", "microsoft_ads", "meta_ads", "tiktok_ads", "linkedin_ads"]


class Channel(BaseModel):
    """One channel: how it is paid, what it truly causes, and what its platform says of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=r"^[a-z_]{2,30}$", description="Name of the channel; no unit.")
    business: Literal["shop", "pro"] = Field(default="shop", description="The B2C shop, or the B2B line; no unit.")
    platform: Platform | None = Field(
        default=None, description="Platform whose export holds it; none: the company's own file of spend."
    )
    group: str = Field(description="Default channel group in GA4; no unit.")
    effect: float = Field(
        gt=0,
        lt=1,
        description="Orders it causes at usual spend, later ones left out; per expected new customer (pro: per lead).",
    )
    cost: float = Field(gt=0, description="Usual spend per order or lead that it causes; currency.")
    retention: float = Field(default=0.3, ge=0, lt=1, description="Adstock that is left after a week; share.")
    half: float = Field(
        default=1.0, gt=0, description="Carried spend at which half the most is reached; multiples of usual spend."
    )
    slope: float = Field(default=1.0, gt=0, le=4, description="Slope of the Hill curve; no unit.")
    newcomers: float = Field(
        default=1.0, ge=0, le=1, description="Orders it causes that are of new customers; share. The rest: known ones."
    )
    loyalty: float = Field(
        default=1.0, gt=0, le=3, description="How often the customers that it wins buy again; multiple of the others."
    )
    follows: float = Field(
        default=0.0, ge=0, le=3, description="Change of its budget where demand changes by 1 %; per cent."
    )
    noise: float = Field(default=0.25, ge=0, le=1, description="Spread of its weekly budget; standard deviation, log.")
    flights: tuple[int, int] = Field(default=(1, 0), description="Weeks on and weeks off, in turn; weeks.")
    halo: float = Field(
        default=0.0, ge=0, le=2, description="Rise of searches for the brand at usual spend; share of such searches."
    )
    by_brand: float = Field(
        default=0.0, ge=0, le=1, description="Orders it causes that come by a search for the brand; share."
    )
    reach: float = Field(
        default=0.0, ge=0, le=0.95, description="Buyers it did not win who met it all the same; share, at usual spend."
    )
    clicked: float = Field(default=0.5, ge=0, le=1, description="Meetings that were a click, not a view; share.")
    seen: float = Field(default=0.0, ge=0, le=1, description="Orders of those it met that the platform claims; share.")
    click_cost: float = Field(default=0.6, gt=0, description="Spend per click; currency.")
    click_rate: float = Field(default=0.02, gt=0, le=1, description="Clicks per impression; share.")
    price_spread: float = Field(
        default=0.05, ge=0, le=1, description="Spread of the weekly price of impressions; standard deviation, log."
    )

    @property
    def mean_curve(self) -> float:
        """Height of the Hill curve at usual spend, as a share of the most that it can reach."""
        return float(1.0 / (1.0 + self.half**self.slope))


BRAND = "search_brand"
"""The channel whose spend follows the searches for the brand."""
RETARGETING = "retargeting"

USUAL = (
    Channel(
        name=BRAND,
        platform="google_ads",
        group="Paid Search",
        effect=0.03,
        cost=6,
        retention=0.0,
        half=0.6,
        newcomers=0.7,
        follows=1.0,
        noise=0.06,
        reach=0.3,
        clicked=1.0,
        seen=0.95,
        click_cost=0.25,
        click_rate=0.18,
    ),
    Channel(
        name="search_generic",
        platform="google_ads",
        group="Paid Search",
        effect=0.1,
        cost=16,
        retention=0.1,
        half=1.2,
        newcomers=0.9,
        loyalty=1.1,
        follows=1.2,
        noise=0.15,
        reach=0.08,
        clicked=1.0,
        seen=0.9,
        click_cost=0.7,
        click_rate=0.05,
    ),
    Channel(
        name="search_microsoft",
        platform="microsoft_ads",
        group="Paid Search",
        effect=0.015,
        cost=12,
        retention=0.1,
        newcomers=0.9,
        follows=1.0,
        noise=0.15,
        reach=0.015,
        clicked=1.0,
        seen=0.9,
        click_cost=0.45,
        click_rate=0.04,
    ),
    Channel(
        name="meta",
        platform="meta_ads",
        group="Paid Social",
        effect=0.12,
        cost=18,
        retention=0.35,
        half=1.1,
        slope=1.3,
        newcomers=0.9,
        halo=0.12,
        by_brand=0.15,
        reach=0.25,
        clicked=0.4,
        seen=0.8,
        click_cost=0.5,
        click_rate=0.012,
    ),
    Channel(
        name=RETARGETING,
        platform="meta_ads",
        group="Paid Social",
        effect=0.07,
        cost=14,
        retention=0.1,
        half=0.8,
        newcomers=0.0,
        follows=0.5,
        noise=0.1,
        reach=0.4,
        clicked=0.3,
        seen=0.85,
        click_cost=0.4,
        click_rate=0.015,
    ),
    Channel(
        name="tiktok",
        platform="tiktok_ads",
        group="Paid Social",
        effect=0.005,
        cost=60,
        retention=0.3,
        loyalty=0.6,
        reach=0.15,
        clicked=0.2,
        seen=0.5,
        click_cost=0.2,
        click_rate=0.004,
        price_spread=0.4,
    ),
    Channel(
        name="tv",
        group="Unassigned",
        effect=0.06,
        cost=24,
        retention=0.6,
        half=1.3,
        slope=1.5,
        newcomers=0.85,
        halo=0.25,
        by_brand=0.4,
        flights=(6, 7),
        click_rate=0.001,
    ),
    Channel(
        name="email",
        group="Email",
        effect=0.04,
        cost=1.5,
        retention=0.0,
        half=1.0,
        newcomers=0.0,
        noise=0.15,
        reach=0.2,
        clicked=0.6,
        click_cost=0.05,
        click_rate=0.03,
    ),
    Channel(
        name="linkedin",
        business="pro",
        platform="linkedin_ads",
        group="Paid Social",
        effect=0.25,
        cost=140,
        retention=0.5,
        half=1.2,
        reach=0.2,
        clicked=0.4,
        seen=0.7,
        click_cost=6.5,
        click_rate=0.006,
    ),
    Channel(
        name="search_pro",
        business="pro",
        platform="google_ads",
        group="Paid Search",
        effect=0.2,
        cost=90,
        retention=0.1,
        half=1.0,
        follows=0.6,
        noise=0.15,
        reach=0.1,
        clicked=1.0,
        seen=0.9,
        click_cost=4.0,
        click_rate=0.03,
    ),
)
"""The channels of the company that is simulated where no others are named."""
