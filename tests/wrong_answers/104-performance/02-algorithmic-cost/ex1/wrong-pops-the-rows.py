# fails: ex1-tests
# why: takes the rows off the list one by one
def import_prices(rows):
    """Give each number with its first price, and the numbers that came again."""
    prices, repeated = {}, {}
    while rows:
        number, price = rows.pop(0)
        if number in prices:
            repeated[number] = True
        else:
            prices[number] = price
    return list(prices.items()), list(repeated)
