# fails: ex1-tests
# why: stops at the first rest that fails
def reduce(items: list, ask) -> list:
    """Give a part of the items that fails, and from which no single item can go."""
    size = max(1, len(items) // 2)
    while items:
        for start in range(0, len(items), size):
            smaller = without(items, start, size)
            if ask(smaller):
                return smaller
        else:
            if size == 1:
                break
            size = size // 2
    return items
