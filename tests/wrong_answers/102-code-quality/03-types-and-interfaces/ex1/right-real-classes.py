from collections.abc import Sequence
from dataclasses import dataclass


class Cents(int):
    pass


class Minutes(int):
    pass


@dataclass
class Stay:
    plate: str
    minutes: Minutes


@dataclass
class Receipt:
    plate: str
    paid: Cents


def refund(receipt: Receipt) -> str:
    """Say what goes back to a customer."""
    return f"{receipt.plate}: {receipt.paid} cents back"


def parse(row: str) -> Stay | None:
    plate, _, minutes = row.partition(";")
    if not minutes.isdecimal():
        return None
    return Stay(plate, Minutes(minutes))


def fee(minutes: Minutes) -> Cents:
    if minutes <= 15:
        return Cents(0)
    return Cents(2 * minutes)


def pay(stay: Stay, cents: Cents) -> Receipt | None:
    return Receipt(stay.plate, cents) if cents >= fee(stay.minutes) else None


def total(receipts: Sequence[Receipt]) -> Cents:
    return Cents(sum(receipt.paid for receipt in receipts))
