# fails: ex2-tests-owners
# why: names the people in words of one's own
def review() -> dict:
    return {"ways": {13: 'attacker', 19: 'maintainer', 21: 'maintainer'}, "changes": ['a', 'f', 'h']}
