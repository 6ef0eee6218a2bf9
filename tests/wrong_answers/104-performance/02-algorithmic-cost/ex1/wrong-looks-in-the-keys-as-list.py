# fails: ex1-tests-cost
# why: turns the keys into a list before it asks
def import_prices(rows):
    """Give each number with its first price, and the numbers that came again."""
    prices, repeated = {}, {}
    for number, price in rows:
        if number in list(prices):
            repeated[number] = True
        else:
            prices[number] = price
    return list(prices.items()), list(repeated)
