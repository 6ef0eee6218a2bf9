def reduce(items, ask):
    """Give a part of the items that fails, and from which no single item can go."""
    size = max(1, len(items) // 2)
    while True:
        before, start = len(items), 0
        while start < len(items):
            rest = items[:start] + items[start + size :]
            if ask(rest):
                items = rest
            else:
                start += size
        if len(items) == before and size == 1:
            return items
        if len(items) == before:
            size = max(1, size // 2)
