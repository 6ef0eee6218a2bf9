# fails: ex1-tests-order
# why: sorts the list, so that two runs can be compared
def import_prices(rows):
    """Give each number with its first price, and the numbers that came again."""
    prices, repeated = {}, {}
    for number, price in rows:
        if number in prices:
            repeated[number] = True
        else:
            prices[number] = price
    return sorted(prices.items(), key=lambda one: str(one[0])), list(repeated)
