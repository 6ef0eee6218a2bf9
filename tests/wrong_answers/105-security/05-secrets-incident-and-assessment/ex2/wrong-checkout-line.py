# fails: ex2-tests-stranger
# why: names the line that fetches, and not the one that runs
def review() -> dict:
    return {"ways": {11: 'stranger', 19: 'owner', 21: 'owner'}, "changes": ['a', 'f', 'h']}
