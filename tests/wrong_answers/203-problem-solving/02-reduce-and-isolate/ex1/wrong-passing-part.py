# fails: ex1-tests
# why: gives a part that passes, since it reads the answer the other way
def reduce(items: list, ask) -> list:
    """Give a part of the items that fails, and from which no single item can go."""
    size = max(1, len(items) // 2)
    while items:
        for start in range(0, len(items), size):
            smaller = without(items, start, size)
            if ask(smaller) is False:
                items = smaller
                break
        else:
            if size == 1:
                break
            size = size // 2
    return items
