# fails: ex1-tests
# why: dict() lets the last price win
def import_prices(rows):
    """Give each number with its first price, and the numbers that came again."""
    repeated, seen = {}, set()
    for number, _ in rows:
        if number in seen:
            repeated[number] = True
        seen.add(number)
    return list(dict(rows).items()), list(repeated)
