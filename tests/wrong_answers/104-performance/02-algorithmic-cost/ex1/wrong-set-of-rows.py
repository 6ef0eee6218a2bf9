# fails: ex1-tests
# why: makes a set of rows, and a dict of prices has no hash
def import_prices(rows):
    """Give each number with its first price, and the numbers that came again."""
    listing = []
    for number, price in set(rows):
        listing.append((number, price))
    return listing, []
