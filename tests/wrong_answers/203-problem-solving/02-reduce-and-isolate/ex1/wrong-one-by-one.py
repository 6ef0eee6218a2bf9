# fails: ex1-tests-budget
# why: takes out single items from the start, which costs a run for each of them
def reduce(items, ask):
    """Give a part of the items that fails, and from which no single item can go."""
    place = 0
    while place < len(items):
        smaller = items[:place] + items[place + 1 :]
        if ask(smaller):
            items = smaller
        else:
            place += 1
    return items
