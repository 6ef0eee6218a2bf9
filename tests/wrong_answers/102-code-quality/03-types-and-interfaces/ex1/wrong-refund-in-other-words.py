# fails: ex1-tests
# why: puts a unit into the text as well, and callers that read it are surprised
def refund(receipt: "Receipt") -> str:
    """Say what goes back to a customer."""
    return f"{receipt.plate}: {receipt.paid / 100:.2f} EUR back"


from collections.abc import Iterable
from typing import NewType

Cents = NewType("Cents", int)
Minutes = NewType("Minutes", int)


class Stay:
    def __init__(self, plate: str, minutes: Minutes) -> None:
        self.plate, self.minutes = plate, minutes


class Receipt:
    def __init__(self, plate: str, paid: Cents) -> None:
        self.plate, self.paid = plate, paid


def parse(row: str) -> Stay | None:
    plate, _, minutes = row.partition(";")
    return Stay(plate, Minutes(int(minutes))) if minutes.isdecimal() else None


def fee(minutes: Minutes) -> Cents:
    return Cents(2 * minutes if minutes > 15 else 0)


def pay(stay: Stay, cents: Cents) -> Receipt | None:
    return Receipt(stay.plate, cents) if cents >= fee(stay.minutes) else None


def total(receipts: Iterable[Receipt]) -> Cents:
    return Cents(sum(receipt.paid for receipt in receipts))
