"""All that shapes the invented company; every setting has its unit."""

from __future__ import annotations

from datetime import date
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from probant.simulate.channels import USUAL, Channel


class Part(BaseModel):
    """A part of the settings: frozen, and deaf to words it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class DemandSettings(Part):
    """What people want, whatever the company advertises."""

    growth: float = Field(default=0.08, gt=-0.9, le=3, description="Growth of demand; share a year.")
    season: float = Field(default=0.25, ge=0, le=0.6, description="Height of the yearly season; share of the mean.")
    peak_week: int = Field(default=48, ge=1, le=52, description="Week of the year with the highest demand; week.")
    shock: float = Field(default=0.04, ge=0, le=0.5, description="Weekly shocks; standard deviation, log.")
    shock_memory: float = Field(default=0.6, ge=0, lt=1, description="Part of a shock that is left a week on; share.")
    area_noise: float = Field(
        default=0.03, ge=0, le=0.5, description="Weekly noise of an area; standard deviation, log."
    )
    price_spread: float = Field(
        default=0.03, ge=0, le=0.3, description="Spread of the price index; standard deviation."
    )
    price_elasticity: float = Field(
        default=-1.2, ge=-5, le=0, description="Change of sales where the price rises by 1 %; per cent."
    )
    promotions: int = Field(default=6, ge=0, le=26, description="Weeks with a promotion; weeks a year.")
    promotion_uplift: float = Field(default=0.25, ge=0, le=2, description="More sales in such a week; share.")
    promotion_discount: float = Field(default=0.15, ge=0, lt=0.9, description="Less value of an order then; share.")
    competitor: float = Field(
        default=-0.06, ge=-1, le=0, description="Change of sales where competitors' pressure rises by one; log."
    )


class ShopSettings(Part):
    """Customers of the shop: how often they buy, how long they stay, how much they spend."""

    existing: float = Field(default=0.3, ge=0, le=0.9, description="Customers who were there before the start; share.")
    rate_shape: float = Field(default=0.6, gt=0, description="r of BG/NBD: evenness of purchase rates; no unit.")
    rate_scale: float = Field(default=12.0, gt=0, description="alpha of BG/NBD; weeks.")
    churn_a: float = Field(default=1.0, gt=0, description="a of BG/NBD: Beta of leaving after an order; no unit.")
    churn_b: float = Field(default=2.5, gt=0, description="b of BG/NBD; no unit.")
    value_p: float = Field(
        default=6.25, gt=0, description="p of Gamma-Gamma: evenness of a customer's orders; no unit."
    )
    value_q: float = Field(default=3.74, gt=1, description="q of Gamma-Gamma: evenness between customers; no unit.")
    value_v: float = Field(default=26.0, gt=0, description="v of Gamma-Gamma; currency.")
    margin: float = Field(
        default=0.4, gt=0, le=1, description="Contribution margin before marketing; share of revenue."
    )
    discount: float = Field(
        default=0.1, ge=0, le=1, description="Discount of later money in lifetime value; share a year."
    )
    card: float = Field(default=0.7, ge=0, le=1, description="Orders paid by Stripe; share.")
    tax: float = Field(default=0.2, ge=0, le=1, description="Tax on top of the net price; share.")


class TrackingSettings(Part):
    """What is seen of those who come."""

    consent: float = Field(default=0.68, ge=0, le=1, description="People who consent to being measured; share.")
    blocked: float = Field(default=0.15, ge=0, le=1, description="People whose browser blocks measuring; share.")
    visits: float = Field(default=1.5, ge=0, le=50, description="Journeys without order; per tracked order.")
    bounces: float = Field(
        default=20.0, ge=0, le=500, description="Visits that only analytics counts; per tracked order."
    )
    qualified: float = Field(default=0.3, ge=0, le=1, description="Journeys without order that are qualified; share.")
    delay: float = Field(default=4.0, gt=0, le=60, description="Mean time from a touch to the order; days.")


class SignalSettings(Part):
    """Which metrics foretell money, and which only look as if."""

    interest: float = Field(
        default=0.1, ge=0, le=0.5, description="Interest that sells later; standard deviation, log."
    )
    visits_lead: int = Field(default=3, ge=1, le=8, description="Qualified visits come before the sales by; weeks.")
    searches_lead: int = Field(default=2, ge=1, le=8, description="Searches for the brand come before by; weeks.")
    noise: float = Field(default=0.03, ge=0, le=0.5, description="Noise of these metrics; standard deviation, log.")
    followers: float = Field(
        default=0.004, ge=0, le=0.1, description="Growth of followers, a vanity metric; share a week."
    )


class HoldoutSettings(Part):
    """The randomised test: known customers who are not shown the retargeting."""

    start: int = Field(default=36, ge=4, description="First week of the test; week from the start, from 0.")
    weeks: int = Field(default=12, ge=1, le=26, description="Length; weeks.")
    enrolled: float = Field(default=0.8, gt=0, le=1, description="Known customers who take part; share.")
    held: float = Field(default=0.5, gt=0, lt=1, description="Of these, held out; share.")


class GeoSettings(Part):
    """The geo test: a channel is switched off in some areas."""

    channel: str = Field(default="meta", description="Channel that is switched off; its name.")
    start: int = Field(default=56, ge=4, description="First week; week from the start, from 0.")
    weeks: int = Field(default=8, ge=1, le=26, description="Length; weeks.")
    areas: float = Field(default=0.3, gt=0, lt=1, description="Areas switched off; share.")


class BrokenSettings(Part):
    """The broken test: a change without effect, and an arm that loses customers on the way."""

    start: int = Field(default=70, ge=4, description="First week; week from the start, from 0.")
    weeks: int = Field(default=6, ge=1, le=26, description="Length; weeks.")
    enrolled: float = Field(default=0.8, gt=0, le=1, description="Known customers who take part; share.")
    lost: float = Field(
        default=0.15, ge=0, lt=1, description="Treated customers without order whose record is lost; share."
    )


class PipelineSettings(Part):
    """The B2B line: lead, qualified, opportunity, won."""

    leads: float = Field(default=0.1, gt=0, le=1, description="Expected leads; per customer of the shop.")
    qualified: float = Field(default=0.45, gt=0, le=1, description="Leads that qualify; share.")
    opportunity: float = Field(default=0.5, gt=0, le=1, description="Qualified leads that become opportunities; share.")
    won: float = Field(default=0.3, gt=0, le=1, description="Opportunities that are won; share.")
    to_qualified: float = Field(default=1.5, gt=0, description="Mean time to qualify; weeks.")
    to_opportunity: float = Field(default=3.0, gt=0, description="Mean time from there to an opportunity; weeks.")
    to_close: float = Field(default=9.0, gt=0, description="Mean time from there to won or lost; weeks.")
    value: float = Field(default=12_000.0, gt=0, description="Median value of a deal; currency.")
    spread: float = Field(default=0.7, ge=0, le=2, description="Spread of deal values; standard deviation, log.")
    margin: float = Field(default=0.6, gt=0, le=1, description="Contribution margin; share of revenue.")


class ContentSettings(Part):
    """Content made by people and by AI."""

    assets: float = Field(default=6.0, gt=0, le=500, description="Assets published; assets a week.")
    ai_share: float = Field(default=0.6, ge=0, le=1, description="Of these, made by AI once it is there; share.")
    rollout: int = Field(default=30, ge=0, description="First week of AI content; week from the start, from 0.")
    minutes: float = Field(default=180.0, gt=0, description="Working time of a person's asset; minutes.")
    minutes_ai: float = Field(default=55.0, gt=0, description="Working time of an AI asset, review included; minutes.")
    rework: float = Field(default=0.2, ge=0, le=1, description="AI assets that take a person's time after all; share.")
    click_ratio: float = Field(default=0.93, gt=0, le=3, description="Click rate of AI assets; multiple of people's.")
    accepted: float = Field(default=0.8, gt=0, le=1, description="AI assets that a person releases; share.")
    tool_cost: float = Field(default=1.2, ge=0, description="Tools for an AI asset; currency.")


class AgentSettings(Part):
    """AI agents: an assistant that sells in the shop, and one that qualifies leads."""

    rollout: int = Field(default=48, ge=0, description="First week of the agents; week from the start, from 0.")
    effect: float = Field(
        default=0.02,
        gt=0,
        lt=0.5,
        description="Orders that the assistant causes, later ones left out; per expected new customer.",
    )
    runs: int = Field(default=1_200, ge=0, le=200_000, description="Runs whose traces are kept; runs.")
    success: float = Field(default=0.78, ge=0, le=1, description="Runs that reach their goal; share.")
    handoff: float = Field(default=0.12, ge=0, le=1, description="Runs handed to a person; share.")
    deviation: float = Field(default=0.05, ge=0, le=1, description="Runs that break a rule; share.")
    input_price: float = Field(default=2.5, ge=0, description="Price of tokens read; currency per million.")
    output_price: float = Field(default=10.0, ge=0, description="Price of tokens written; currency per million.")
    minutes_saved: float = Field(default=4.0, ge=0, description="Working time saved by a run that succeeds; minutes.")
    minutes_handed: float = Field(default=6.0, ge=0, description="Working time of a run that is handed over; minutes.")


class InitiativeSettings(Part):
    """What AI initiatives cost, and how well people judge what they cannot measure."""

    wage: float = Field(default=50.0, gt=0, description="Loaded rate of an hour; currency.")
    integration: float = Field(default=1_500.0, gt=0, description="Paid once for each initiative; currency.")
    licence: float = Field(default=120.0, ge=0, description="Licence of an initiative; currency a month.")
    unsure: float = Field(
        default=0.15, gt=0, lt=1, description="Half of the 90 % range of costs to come; share of what they were."
    )
    judged: float = Field(
        default=0.3, gt=0, lt=0.5, description="Error of a judged effect; standard deviation, share of the truth."
    )


class Settings(Part):
    """All of it. The defaults are a company of 10,000 customers over two years."""

    seed: int = Field(default=0, ge=0, description="Same seed and settings, same bytes; no unit.")
    customers: int = Field(default=10_000, ge=500, le=10_000_000, description="Expected customers; customers.")
    weeks: int = Field(default=104, ge=26, le=260, description="Length; weeks.")
    start: date = Field(default=date(2024, 1, 1), description="First day; date.")
    areas: int = Field(default=24, ge=4, le=100, description="Areas of the shop; areas.")
    currency: str = Field(default="EUR", pattern=r"^[A-Z]{3}$", description="Currency of all money; ISO 4217 code.")
    language: Literal["en", "fr"] = Field(default="en", description="Language of exports whose French names are known.")
    format: Literal["auto", "csv", "parquet"] = Field(
        default="auto", description="Big tables; 'auto' is Parquet above 200,000 customers; no unit."
    )
    off: tuple[str, ...] = Field(default=(), description="Channels without any spend; names.")
    demand: DemandSettings = DemandSettings()
    shop: ShopSettings = ShopSettings()
    channels: tuple[Channel, ...] = Field(default=USUAL, min_length=1, max_length=24, description="Channels.")
    tracking: TrackingSettings = TrackingSettings()
    signals: SignalSettings = SignalSettings()
    holdout: HoldoutSettings = HoldoutSettings()
    geo: GeoSettings = GeoSettings()
    broken: BrokenSettings = BrokenSettings()
    pipeline: PipelineSettings = PipelineSettings()
    content: ContentSettings = ContentSettings()
    agents: AgentSettings = AgentSettings()
    initiatives: InitiativeSettings = InitiativeSettings()

    @model_validator(mode="after")
    def _channels_hold_together(self) -> Self:
        names = [channel.name for channel in self.channels]
        if len(set(names)) < len(names):
            raise ValueError("two channels have one name")
        unknown = sorted({*self.off, self.geo.channel} - set(names))
        if unknown:
            raise ValueError(f"{', '.join(unknown)}: no such channel; there are {', '.join(names)}")
        for business in ("shop", "pro"):
            if sum(channel.effect for channel in self.of(business)) >= 1:
                raise ValueError(f"the effects of the channels of '{business}' add up to 1 or more")
        return self

    def of(self, business: str) -> tuple[Channel, ...]:
        """The channels of one business, in order."""
        return tuple(channel for channel in self.channels if channel.business == business)

    @property
    def area_names(self) -> tuple[str, ...]:
        """Names of the areas: A01, A02, ..."""
        return tuple(f"A{place:02d}" for place in range(1, self.areas + 1))

    @property
    def parquet(self) -> bool:
        """Whether big tables are Parquet."""
        return self.format == "parquet" or (self.format == "auto" and self.customers > 200_000)
