# fails: ex1-tests
# why: cuts the ends off, and keeps all that lies between
def reduce(items, ask):
    """Give a part of the items that fails, and from which no single item can go."""
    while items and ask(items[:-1]):
        items = items[:-1]
    while items and ask(items[1:]):
        items = items[1:]
    return items
