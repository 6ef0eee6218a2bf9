# fails: ex1-tests-order
# why: returns texts instead of the codes
def import_prices(rows):
    """Give each number with its first price, and the numbers that came again."""
    prices, repeated = {}, {}
    for number, price in rows:
        if number in prices:
            repeated[number] = True
        else:
            prices[number] = price
    return [(str(number), price) for number, price in prices.items()], [str(number) for number in repeated]
