# fails: ex1-tests-none
# why: takes out a part as a set, and equal items go together
def reduce(items: list, ask) -> list:
    """Give a part of the items that fails, and from which no single item can go."""
    size = max(1, len(items) // 2)
    while items:
        for start in range(0, len(items), size):
            part = set(items[start : start + size])
            smaller = [item for item in items if item not in part]
            if ask(smaller):
                items = smaller
                break
        else:
            if size == 1:
                break
            size = size // 2
    return items
