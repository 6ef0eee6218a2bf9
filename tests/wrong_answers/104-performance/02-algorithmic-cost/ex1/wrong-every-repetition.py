# fails: ex1-tests-order
# why: lists a number each time it comes again
def import_prices(rows):
    """Give each number with its first price, and the numbers that came again."""
    prices, repeated = {}, []
    for number, price in rows:
        if number in prices:
            repeated.append(number)
        else:
            prices[number] = price
    return list(prices.items()), repeated
