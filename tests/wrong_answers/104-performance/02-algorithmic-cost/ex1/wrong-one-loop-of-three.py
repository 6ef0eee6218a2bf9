# fails: ex1-tests-cost
# why: mends the first loop and leaves index and the list of repeated numbers
def import_prices(rows):
    """Give each number with its first price, and the numbers that came again."""
    numbers, known, prices, repeated = [], set(), [], []
    for number, price in rows:
        if number not in known:
            known.add(number)
            numbers.append(number)
            prices.append(price)
        elif number not in repeated:
            repeated.append(number)
    return [(number, prices[numbers.index(number)]) for number in numbers], repeated
