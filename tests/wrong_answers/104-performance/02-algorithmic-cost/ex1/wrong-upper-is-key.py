# fails: ex1-tests
# why: makes a key of its own, and forgets the dashes
def import_prices(rows):
    """Give each number with its first price, and the numbers that came again."""
    prices, repeated = {}, {}
    for number, price in rows:
        key = str(number).upper()
        if key in prices:
            repeated.setdefault(key, number)
        else:
            prices[key] = (number, price)
    return list(prices.values()), list(repeated.values())
