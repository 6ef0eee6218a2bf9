# fails: ex1-tests
# why: searches for a first and a last item, and gives these two
def reduce(items, ask):
    """Give a part of the items that fails, and from which no single item can go."""
    low, high = 0, len(items)
    while low < high:
        middle = (low + high) // 2
        if ask(items[:middle]):
            high = middle
        else:
            low = middle + 1
    last = items[low - 1]
    if ask([last]):
        return [last]
    low, high = 0, low - 1
    while low < high:
        middle = (low + high) // 2
        if ask(items[: middle + 1] + [last]):
            high = middle
        else:
            low = middle + 1
    return [items[low], last]
