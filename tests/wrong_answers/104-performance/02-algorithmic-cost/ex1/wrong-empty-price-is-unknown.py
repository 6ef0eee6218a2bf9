# fails: ex1-tests
# why: asks whether there is a price, and an empty dict counts as none
def import_prices(rows):
    """Give each number with its first price, and the numbers that came again."""
    prices, repeated = {}, {}
    for number, price in rows:
        if prices.get(number):
            repeated[number] = True
        else:
            prices[number] = price
    return list(prices.items()), list(repeated)
