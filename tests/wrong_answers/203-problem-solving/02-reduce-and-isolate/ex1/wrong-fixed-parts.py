# fails: ex1-tests
# why: always takes four parts, so single items are never tried
def reduce(items: list, ask) -> list:
    """Give a part of the items that fails, and from which no single item can go."""
    size = max(1, len(items) // 4)
    while items:
        for start in range(0, len(items), size):
            smaller = without(items, start, size)
            if ask(smaller):
                items = smaller
                break
        else:
            break
    return items
