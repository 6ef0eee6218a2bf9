# fails: ex1-tests
# why: leaves out numbers that have no price yet
def import_prices(rows):
    """Give each number with its first price, and the numbers that came again."""
    prices, repeated = {}, {}
    for number, price in rows:
        if number in prices:
            repeated[number] = True
        elif price:
            prices[number] = price
    return list(prices.items()), list(repeated)
