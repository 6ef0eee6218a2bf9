# fails: ex1-tests
# why: merges the prices of all rows of a number
def import_prices(rows):
    """Give each number with its first price, and the numbers that came again."""
    prices, repeated = {}, {}
    for number, price in rows:
        if number in prices:
            prices[number] = {**prices[number], **price}
            repeated[number] = True
        else:
            prices[number] = price
    return list(prices.items()), list(repeated)
