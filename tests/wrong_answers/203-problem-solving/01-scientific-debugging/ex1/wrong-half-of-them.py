# fails: ex1-tests
# why: stops after the first four
def next_looks() -> dict[int, str]:
    """Give for each situation the letter of the look to take next."""
    return {1: "c", 2: "b", 3: "c", 4: "b"}
