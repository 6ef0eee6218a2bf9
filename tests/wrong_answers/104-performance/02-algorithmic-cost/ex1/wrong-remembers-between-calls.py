# fails: ex1-tests
# why: keeps the dicts between calls, for speed
_PRICES, _REPEATED = {}, {}


def import_prices(rows):
    """Give each number with its first price, and the numbers that came again."""
    for number, price in rows:
        if number in _PRICES:
            _REPEATED[number] = True
        else:
            _PRICES[number] = price
    return list(_PRICES.items()), list(_REPEATED)
