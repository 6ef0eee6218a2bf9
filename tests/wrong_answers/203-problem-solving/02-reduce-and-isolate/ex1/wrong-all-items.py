# fails: ex1-tests
# why: gives the items as they came
def reduce(items, ask):
    return items
