"""Orders and customers as Shopify and Stripe export them, and in the contract's own columns."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from probant.simulate import cells
from probant.simulate.chance import Ints, child, identifiers
from probant.simulate.customers import People
from probant.simulate.demand import Floats
from probant.simulate.shop import FIRST, Orders, World
from probant.simulate.tables import contract_rows
from probant.simulate.tracking import visitors

ORDER_HEADERS = (
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,"
    "Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,"
    "Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,"
    "Lineitem fulfillment status,Billing Name,Billing Street,Billing Address1,Billing Address2,Billing Company,"
    "Billing City,Billing Zip,Billing Province,Billing Country,Billing Phone,Shipping Name,Shipping Street,"
    "Shipping Address1,Shipping Address2,Shipping Company,Shipping City,Shipping Zip,Shipping Province,"
    "Shipping Country,Shipping Phone,Notes,Note Attributes,Cancelled at,Payment Method,Payment Reference,"
    "Refunded Amount,Vendor,Outstanding Balance,Employee,Location,Device ID,Id,Tags,Risk Level,Source,"
    "Lineitem discount,Tax 1 Name,Tax 1 Value,Phone,Receipt Number,Duties,Billing Province Name,"
    "Shipping Province Name,Payment ID"
)
CUSTOMER_HEADERS = (
    "First Name,Last Name,Email,Accepts Email Marketing,Company,Address1,Address2,City,Province,Province Code,Country,"
    "Country Code,Zip,Phone,Accepts SMS Marketing,Total Spent,Total Orders,Tags,Note,Tax Exempt"
)
PAYMENT_HEADERS = (
    "id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Converted Amount,Converted Amount Refunded,"
    "Converted Currency,Description,Fee,Taxes On Fee,Is Link,Mode,Payment Source Type,Status,Customer ID,"
    "Customer Email,PaymentIntent ID,Transfer"
)
BALANCE_HEADERS = (
    "id,Type,Source,Amount,Fee,Destination Platform Fee,Destination Platform Fee Currency,Net,Currency,Created (UTC),"
    "Available On (UTC),Description,Customer Facing Amount,Customer Facing Currency,Transfer,Transfer Date (UTC),"
    "Transfer Group"
)
_TWO_LINES = 0.25
"""Share of orders with a second line item."""
_SHIPPING, _FREE_FROM = 490, 6_000


class Sold:
    """One part's orders that came true, by time, with what every export says of them alike."""

    def __init__(self, world: World, who: People, orders: Orders, true: np.ndarray) -> None:
        order = np.flatnonzero(true)
        order = order[np.argsort(orders.at[order], kind="stable")]
        settings = world.settings
        self.world, self.count, self.at = world, len(order), orders.at[order]
        self.person, self.first = orders.person[order], orders.kind[order] == FIRST
        self.cents = orders.cents[order]
        self.id = identifiers(orders.number[order], settings.seed + 3)
        self.customer = identifiers(who.number[self.person], settings.seed + 4)
        self.area = cells.named(who.area[self.person], settings.area_names)
        self.tracked = who.tracked[self.person]
        self.visitor_number = who.number[self.person]
        self.tax = np.rint(settings.shop.tax * self.cents).astype(np.int64)
        self.shipping = np.where(self.cents < _FREE_FROM, _SHIPPING, 0)
        self.total = self.cents + self.tax + self.shipping

    @property
    def email(self) -> pa.Array:
        """Addresses that lead to nobody."""
        return cells.glued("c", cells.whole(self.customer), "@example.com")

    @property
    def created(self) -> pa.Array:
        """Instants, in UTC."""
        return cells.instants(self.world.settings.start, self.at)


def conversion_rows(sold: Sold) -> pa.Table:
    """The orders as the contract `conversions` has them; the visitor only where analytics could follow."""
    visitor = visitors(sold.world, sold.visitor_number)
    margin = np.rint(sold.cents * sold.world.settings.shop.margin * 100).astype(np.int64)
    return contract_rows(
        "conversions",
        {
            "conversion": cells.whole(sold.id),
            "at": sold.created,
            "day": cells.days(sold.world.settings.start, cells.day_of(sold.at)),
            "business": cells.same("shop", sold.count),
            "area": sold.area,
            "kind": cells.same("order", sold.count),
            "visitor": _where(sold.tracked, visitor),
            "customer": cells.whole(sold.customer),
            "currency": cells.same(sold.world.settings.currency, sold.count),
            "value": cells.decimals(sold.cents),
            "margin": cells.decimals(margin, 4),
            "is_first": cells.flags(sold.first),
        },
    )


def order_rows(sold: Sold, number: int) -> pa.Table:
    """Shopify: a row per line item, order columns on the first line of an order only."""
    rng = child(sold.world.settings.seed, "lines", number)
    two = (rng.random(sold.count) < _TWO_LINES) & (sold.cents >= 2)
    row = np.repeat(np.arange(sold.count), 1 + two)
    head = np.concatenate([[True], row[1:] != row[:-1]]) if len(row) else np.zeros(0, bool)
    second = np.where(two, np.maximum((sold.cents * 0.3).astype(np.int64), 1), 0)
    price = np.where(head, (sold.cents - second)[row], second[row])
    product = rng.integers(1, 41, len(row))
    shown = _order_columns(sold)
    columns = {name: _where(head, text.take(pa.array(row))) for name, text in shown.items()}
    columns |= {
        "Name": cells.glued("#", cells.whole(sold.id)).take(pa.array(row)),
        "Lineitem quantity": cells.same("1", len(row)),
        "Lineitem name": cells.glued("Item ", cells.whole(product)),
        "Lineitem price": cells.digits(price),
        "Lineitem sku": cells.glued("SKU-", cells.whole(product)),
    }
    return _table(ORDER_HEADERS, columns, len(row))


def _order_columns(sold: Sold) -> dict[str, pa.Array]:
    """What stands on the first line of each order."""
    created = _offset(sold.created)
    return {
        "Email": sold.email,
        "Financial Status": cells.same("paid", sold.count),
        "Paid at": created,
        "Fulfillment Status": cells.same("fulfilled", sold.count),
        "Currency": cells.same(sold.world.settings.currency, sold.count),
        "Subtotal": cells.digits(sold.cents),
        "Shipping": cells.digits(sold.shipping),
        "Taxes": cells.digits(sold.tax),
        "Total": cells.digits(sold.total),
        "Discount Amount": cells.same("0.00", sold.count),
        "Shipping Province": sold.area,
        "Created at": created,
        "Payment Reference": cells.glued("pi_", cells.whole(sold.id)),
        "Refunded Amount": cells.same("0.00", sold.count),
        "Id": cells.whole(sold.id),
        "Source": cells.same("web", sold.count),
    }


def customer_rows(sold: Sold, who: People) -> pa.Table:
    """Shopify customers: those who ordered in the period, with what they spent in it, tax and shipping included."""
    people, place = np.unique(sold.person, return_inverse=True)
    spent = np.bincount(place, weights=sold.total).astype(np.int64)
    customer = cells.whole(identifiers(who.number[people], sold.world.settings.seed + 4))
    columns = {
        "Email": cells.glued("c", customer, "@example.com"),
        "Accepts Email Marketing": cells.named(who.consent[people].astype(np.int8), ("no", "yes")),
        "Province": cells.named(who.area[people], sold.world.settings.area_names),
        "Total Spent": cells.digits(spent),
        "Total Orders": cells.whole(np.bincount(place)),
    }
    return _table(CUSTOMER_HEADERS, columns, len(people))


def known_customers(sold: Sold, who: People) -> pa.Table:
    """Rows of the contract `customers`: all who ordered in the period, since when."""
    people = np.unique(sold.person)
    return contract_rows(
        "customers",
        {
            "customer": cells.whole(identifiers(who.number[people], sold.world.settings.seed + 4)),
            "business": cells.same("shop", len(people)),
            "area": cells.named(who.area[people], sold.world.settings.area_names),
            "acquired_on": cells.days(sold.world.settings.start, cells.day_of(who.born[people])),
        },
    )


def payment_rows(sold: Sold, number: int) -> tuple[pa.Table, pa.Table]:
    """Stripe payments, and the balance they make: charges less 1.5 % and 0.25."""
    rng = child(sold.world.settings.seed, "payments", number)
    card = rng.random(sold.count) < sold.world.settings.shop.card
    cents, at, id_ = sold.total[card], sold.at[card], cells.whole(sold.id[card])
    count = len(cents)
    fee = np.rint(0.015 * cents).astype(np.int64) + 25
    created, currency = _plain(sold, at), cells.same(sold.world.settings.currency.lower(), count)
    same = {"Currency": currency, "Fee": cells.digits(fee), "Amount": cells.digits(cents)}
    payments = {
        "id": cells.glued("ch_", id_),
        "Created date (UTC)": created,
        "Amount Refunded": cells.same("0.00", count),
        "Captured": cells.same("true", count),
        "Status": cells.same("Paid", count),
        "Mode": cells.same("Live", count),
        "Payment Source Type": cells.same("card", count),
        "PaymentIntent ID": cells.glued("pi_", id_),
        "Customer Email": sold.email.filter(pa.array(card)),
    }
    balance = {
        "id": cells.glued("txn_", id_),
        "Type": cells.same("charge", count),
        "Source": cells.glued("ch_", id_),
        "Net": cells.digits(cents - fee),
        "Created (UTC)": created,
        "Available On (UTC)": _plain(sold, at + 1.0),
    }
    return _table(PAYMENT_HEADERS, same | payments, count), _table(BALANCE_HEADERS, same | balance, count)


def _table(headers: str, columns: dict[str, pa.Array], count: int) -> pa.Table:
    empty = pa.nulls(count, pa.string())
    names = headers.split(",")
    return pa.table([columns.get(name, empty) for name in names], names)


def _where(mask: Ints | np.ndarray, text: pa.Array) -> pa.Array:
    """The text where the mask is true, else nothing."""
    place = pa.array(np.arange(len(text)), mask=~np.asarray(mask, bool))
    return text.take(place)


def _offset(stamp: pa.Array) -> pa.Array:
    return cells.glued("", stamp.cast(pa.timestamp("s")).cast(pa.string()), " +0000")


def _plain(sold: Sold, at: Floats) -> pa.Array:
    return cells.instants(sold.world.settings.start, at).cast(pa.timestamp("s")).cast(pa.string())
