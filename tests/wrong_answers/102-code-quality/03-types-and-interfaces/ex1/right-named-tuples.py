from typing import Iterable, NamedTuple, NewType, Union

Cents = NewType("Cents", int)
Minutes = NewType("Minutes", int)


class Stay(NamedTuple):
    plate: str
    minutes: Minutes


class Receipt(NamedTuple):
    plate: str
    paid: Cents


def refund(receipt: "Receipt") -> str:
    """Say what goes back to a customer."""
    return f"{receipt.plate}: {receipt.paid} cents back"


def parse(row: str) -> Union[Stay, None]:
    plate, _, minutes = row.partition(";")
    return Stay(plate, Minutes(int(minutes))) if minutes.isdecimal() else None


def fee(minutes: Minutes) -> Cents:
    return Cents(0) if minutes <= 15 else Cents(minutes * 2)


def pay(stay: Stay, cents: Cents) -> Union[Receipt, None]:
    return None if fee(stay.minutes) > cents else Receipt(plate=stay.plate, paid=cents)


def total(receipts: Iterable[Receipt]) -> Cents:
    return Cents(sum([receipt.paid for receipt in receipts]))
