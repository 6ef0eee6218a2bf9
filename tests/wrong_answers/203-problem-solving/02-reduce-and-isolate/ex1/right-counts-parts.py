def reduce(items, ask):
    """Give a part of the items that fails, and from which no single item can go."""
    parts = 2
    while items:
        size = max(1, len(items) // parts)
        starts = range(0, len(items), size)
        rests = (items[:start] + items[start + size :] for start in starts)
        smaller = next((rest for rest in rests if ask(rest)), None)
        if smaller is not None:
            items, parts = smaller, max(parts - 1, 2)
        elif size == 1:
            return items
        else:
            parts = parts * 2
    return items
