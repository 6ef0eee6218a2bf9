# fails: ex1-tests
# why: tries smaller and smaller parts, and never what is left without them
def reduce(items, ask):
    """Give a part of the items that fails, and from which no single item can go."""
    size = max(1, len(items) // 2)
    while size >= 1:
        for start in range(0, len(items), size):
            part = items[start : start + size]
            if len(part) < len(items) and ask(part):
                return reduce(part, ask)
        size = size // 2
    return items
