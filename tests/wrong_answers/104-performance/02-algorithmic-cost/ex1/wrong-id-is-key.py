# fails: ex1-tests
# why: takes the identity of the object for the number
def import_prices(rows):
    """Give each number with its first price, and the numbers that came again."""
    prices, repeated = {}, {}
    for number, price in rows:
        if id(number) in prices:
            repeated.setdefault(id(number), number)
        else:
            prices[id(number)] = (number, price)
    return list(prices.values()), list(repeated.values())
