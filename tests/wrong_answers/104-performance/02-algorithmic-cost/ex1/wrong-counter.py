# fails: ex1-tests-order
# why: a counter lists the repeated numbers in the order and spelling of their first row
from collections import Counter


def import_prices(rows):
    """Give each number with its first price, and the numbers that came again."""
    prices = {}
    for number, price in rows:
        prices.setdefault(number, price)
    counts = Counter(number for number, _ in rows)
    return list(prices.items()), [number for number, times in counts.items() if times > 1]
