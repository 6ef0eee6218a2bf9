# fails: ex1-tests
# why: a default argument keeps the repeated numbers of the call before
def import_prices(rows, repeated={}):
    """Give each number with its first price, and the numbers that came again."""
    prices = {}
    for number, price in rows:
        if number in prices:
            repeated[number] = True
        else:
            prices[number] = price
    return list(prices.items()), list(repeated)
