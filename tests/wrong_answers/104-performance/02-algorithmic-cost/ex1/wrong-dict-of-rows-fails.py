# fails: ex1-tests
# why: takes whole rows as keys, and a dict of prices has no hash
def import_prices(rows):
    """Give each number with its first price, and the numbers that came again."""
    first = {}
    for row in dict.fromkeys(rows):
        first.setdefault(*row)
    return list(first.items()), []
