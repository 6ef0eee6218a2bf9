# fails: ex1-tests
# why: sorts the numbers to search them quickly, and codes have no order
from bisect import bisect_left


def import_prices(rows):
    """Give each number with its first price, and the numbers that came again."""
    numbers = sorted(number for number, _ in rows)
    return [(number, rows[bisect_left(numbers, number)][1]) for number in numbers], []
