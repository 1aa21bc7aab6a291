"""Columns that mean the same in every table."""

from __future__ import annotations

from probant.contract.definition import DAY, SMALL, TEXT, Column
from probant.words import say

WHOLE = "(all)"
"""Value of a dimension that a file does not break down by."""

BUSINESS = Column("business", TEXT, "name", say("Brand, shop or line of business."), default=WHOLE)
AREA = Column("area", TEXT, "name", say("Country, region or market; '(all)' where not broken down."), default=WHOLE)
DAY_START = Column("day", DAY, "date", say("First day that the row covers, in the account's own time zone."))
SPAN = Column(
    "span_days", SMALL, "days", say("Days that the row covers: 1 daily, 7 weekly."), default=1, low=1, high=366
)
CURRENCY = Column("currency", TEXT, "code", say("ISO 4217 code of the money in the row; XXX where it is not named."))
CHANNEL = Column("channel", TEXT, "name", say("Our channel name, e.g. 'paid_search'."))
MAYBE_CHANNEL = Column("channel", TEXT, "name", say("Our channel name; empty where it is not known."), required=False)
CAMPAIGN = Column("campaign", TEXT, "id", say("Campaign at the vendor; '(all)' where not broken down."), default=WHOLE)
ACCOUNT = Column("account", TEXT, "id", say("Advertiser account at the vendor."), default=WHOLE)
