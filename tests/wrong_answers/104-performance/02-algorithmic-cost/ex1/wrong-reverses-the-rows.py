# fails: ex1-tests
# why: turns the rows round, so that the first price wins in dict()
def import_prices(rows):
    """Give each number with its first price, and the numbers that came again."""
    again, seen = {}, set()
    for number, _ in rows:
        if number in seen:
            again[number] = True
        seen.add(number)
    rows.reverse()
    prices = dict(rows)
    order = {}
    for number, _ in reversed(rows):
        order.setdefault(number, number)
    return [(number, prices[number]) for number in order], list(again)
