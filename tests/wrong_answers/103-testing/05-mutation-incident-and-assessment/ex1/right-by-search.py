def verdicts():
    from itertools import product

    inputs = list(product(range(1, 61), range(1, 13), ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]))
    return {
        name: next((one for one in inputs if deposit(name)(*one) != deposit()(*one)), None)
        for name in SURVIVORS
    }
