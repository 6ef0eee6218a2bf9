# fails: ex1-tests-order
# why: a set of repeated numbers has no order
def import_prices(rows):
    """Give each number with its first price, and the numbers that came again."""
    prices, repeated = {}, set()
    for number, price in rows:
        if number in prices:
            repeated.add(number)
        else:
            prices[number] = price
    return list(prices.items()), sorted(repeated, key=str)
