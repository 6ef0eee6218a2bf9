# fails: ex1-tests
# why: takes the first row without asking whether there is one
def import_prices(rows):
    """Give each number with its first price, and the numbers that came again."""
    number, price = rows[0]
    prices, repeated = {number: price}, {}
    for number, price in rows[1:]:
        if number in prices:
            repeated[number] = True
        else:
            prices[number] = price
    return list(prices.items()), list(repeated)
