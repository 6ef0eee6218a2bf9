# fails: ex1-tests-order
# why: looks the repeated number up, and so gives its first spelling
def import_prices(rows):
    """Give each number with its first price, and the numbers that came again."""
    first, prices, repeated = {}, {}, {}
    for number, price in rows:
        if number in first:
            repeated[first[number]] = True
        else:
            first[number] = number
            prices[number] = price
    return list(prices.items()), list(repeated)
