def reduce(items, ask):
    """Give a part of the items that fails, and from which no single item can go."""
    def at(items, size):
        for start in range(0, len(items), size):
            rest = items[:start] + items[start + size :]
            if ask(rest) is True:
                return at(rest, size)
        return items if size == 1 else at(items, size // 2)

    return at(items, max(1, len(items) // 2))
