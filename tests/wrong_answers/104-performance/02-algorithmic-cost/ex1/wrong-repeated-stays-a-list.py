# fails: ex1-tests-cost
# why: looks through the list of repeated numbers for each row
def import_prices(rows):
    """Give each number with its first price, and the numbers that came again."""
    prices, repeated = {}, []
    for number, price in rows:
        if number not in prices:
            prices[number] = price
        elif number not in repeated:
            repeated.append(number)
    return list(prices.items()), repeated
