# fails: ex2-tests-stranger
# why: writes the numbers as texts, as in a printed list
def review() -> dict:
    return {"ways": {'13': 'stranger', '19': 'owner', '21': 'owner'}, "changes": ['a', 'f', 'h']}
