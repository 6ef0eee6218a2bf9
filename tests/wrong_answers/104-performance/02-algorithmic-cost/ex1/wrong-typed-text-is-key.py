# fails: ex1-tests
# why: takes what was typed as the key, so ab-1 and AB1 are two numbers
def import_prices(rows):
    """Give each number with its first price, and the numbers that came again."""
    prices, repeated = {}, {}
    for number, price in rows:
        if str(number) in prices:
            repeated.setdefault(str(number), number)
        else:
            prices[str(number)] = (number, price)
    return list(prices.values()), list(repeated.values())
