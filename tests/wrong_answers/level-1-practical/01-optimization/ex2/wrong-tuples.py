# fails: ex2-tests
# why: gives tuples, without the keys of the example
def log():
    return [('at once', 711, 419), ('flying', 419, 416), ('fill', 416, 124)]
