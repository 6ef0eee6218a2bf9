# fails: ex1-tests-order
# why: keeps the spelling of the last row in which a number came
def import_prices(rows):
    """Give each number with its first price, and the numbers that came again."""
    prices, repeated = {}, {}
    for number, price in rows:
        if number in prices:
            repeated.pop(number, None)
            repeated[number] = True
        else:
            prices[number] = price
    return list(prices.items()), list(repeated)
