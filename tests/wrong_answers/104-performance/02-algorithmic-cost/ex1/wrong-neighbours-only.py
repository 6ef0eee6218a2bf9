# fails: ex1-tests-order
# why: compares each row with the one before it, as in a sorted list
def import_prices(rows):
    """Give each number with its first price, and the numbers that came again."""
    listing, repeated, before = [], {}, None
    for number, price in rows:
        if before is not None and number == before:
            repeated[number] = True
        else:
            listing.append((number, price))
        before = number
    return listing, list(repeated)
