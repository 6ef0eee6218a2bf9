# fails: ex1-tests
# why: returns views of its dicts, which are no lists
def import_prices(rows):
    """Give each number with its first price, and the numbers that came again."""
    prices, repeated = {}, {}
    for number, price in rows:
        if number in prices:
            repeated[number] = True
        else:
            prices[number] = price
    return prices.items(), repeated.keys()
