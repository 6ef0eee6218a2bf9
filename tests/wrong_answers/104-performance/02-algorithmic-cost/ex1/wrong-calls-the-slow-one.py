# fails: ex1-tests-cost
# why: returns what the slow import returns
def import_prices(rows):
    """Give each number with its first price, and the numbers that came again."""
    return import_slowly(rows)
