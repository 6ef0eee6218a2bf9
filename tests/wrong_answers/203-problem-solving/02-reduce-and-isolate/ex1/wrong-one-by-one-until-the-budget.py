# fails: ex1-tests-budget
# why: stops where the budget is spent, and gives what is left then
def reduce(items, ask):
    """Give a part of the items that fails, and from which no single item can go."""
    place = 0
    try:
        while place < len(items):
            smaller = items[:place] + items[place + 1 :]
            if ask(smaller):
                items, place = smaller, 0
            else:
                place += 1
    except RuntimeError:
        pass
    return items
