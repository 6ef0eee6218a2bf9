# fails: ex1-tests
# why: goes through each size once, so what can go only later stays
def reduce(items, ask):
    """Give a part of the items that fails, and from which no single item can go."""
    size = max(1, len(items) // 2)
    while size >= 1:
        start = 0
        while start < len(items):
            smaller = without(items, start, size)
            if ask(smaller):
                items = smaller
            else:
                start += size
        size = size // 2
    return items
