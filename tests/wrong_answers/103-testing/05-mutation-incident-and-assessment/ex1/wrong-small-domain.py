# fails: ex1-tests
# why: searches among the inputs that come to mind, and calls what it does not find equivalent
def verdicts():
    from itertools import product

    inputs = list(product(range(1, 21), range(1, 9), ["mon", "sat", "sun"]))
    return {
        name: next((one for one in inputs if deposit(name)(*one) != deposit()(*one)), None)
        for name in SURVIVORS
    }
