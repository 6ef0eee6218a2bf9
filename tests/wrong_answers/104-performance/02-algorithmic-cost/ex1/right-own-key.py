def import_prices(rows):
    """Give each number with its first price, and the numbers that came again."""
    first, again = {}, {}
    for number, price in rows:
        key = str(number).replace("-", "").replace(" ", "").upper()
        if key in first:
            again.setdefault(key, number)
        else:
            first[key] = (number, price)
    return list(first.values()), list(again.values())
