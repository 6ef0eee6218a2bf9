# fails: ex1-tests
# why: goes on with a half that fails alone, and gets stuck if two items are needed
def reduce(items, ask):
    """Give a part of the items that fails, and from which no single item can go."""
    while len(items) > 1:
        half = len(items) // 2
        if ask(items[:half]):
            items = items[:half]
        elif ask(items[half:]):
            items = items[half:]
        else:
            return items
    return items
