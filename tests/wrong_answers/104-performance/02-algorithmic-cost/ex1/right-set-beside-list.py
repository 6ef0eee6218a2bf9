def import_prices(rows):
    """Give each number with its first price, and the numbers that came again."""
    known, listing, again, repeated = set(), [], set(), []
    for number, price in rows:
        if number not in known:
            known.add(number)
            listing.append((number, price))
        elif number not in again:
            again.add(number)
            repeated.append(number)
    return listing, repeated
