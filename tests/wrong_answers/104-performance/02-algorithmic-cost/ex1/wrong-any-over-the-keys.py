# fails: ex1-tests-cost
# why: writes the loop out with any()
def import_prices(rows):
    """Give each number with its first price, and the numbers that came again."""
    prices, repeated = {}, {}
    for number, price in rows:
        if any(number == other for other in prices):
            repeated[number] = True
        else:
            prices[number] = price
    return list(prices.items()), list(repeated)
