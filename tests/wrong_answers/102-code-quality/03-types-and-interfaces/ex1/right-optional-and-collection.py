from __future__ import annotations

import typing
from typing import Collection, Optional

Cents = typing.NewType("Cents", int)
Minutes = typing.NewType("Minutes", int)


class Stay:
    """A car that is in."""

    plate: str
    minutes: Minutes

    def __init__(self, plate: str, minutes: Minutes) -> None:
        self.plate = plate
        self.minutes = minutes


class Receipt:
    def __init__(self, plate: str, paid: Cents):
        self.plate = plate
        self.paid = paid


def refund(receipt: Receipt) -> str:
    """Say what goes back to a customer."""
    return f"{receipt.plate}: {receipt.paid} cents back"


def parse(row: str) -> Optional[Stay]:
    plate, _, rest = row.partition(";")
    minutes = Minutes(int(rest)) if rest.isdecimal() else None
    return None if minutes is None else Stay(plate, minutes)


def fee(minutes: Minutes) -> Cents:
    cents = 2 * minutes if minutes > 15 else 0
    return Cents(cents)


def pay(stay: Stay, cents: Cents) -> Optional[Receipt]:
    if cents < fee(stay.minutes):
        return None
    return Receipt(stay.plate, cents)


def total(receipts: Collection[Receipt]) -> Cents:
    paid = Cents(0)
    for receipt in receipts:
        paid = Cents(paid + receipt.paid)
    return paid
