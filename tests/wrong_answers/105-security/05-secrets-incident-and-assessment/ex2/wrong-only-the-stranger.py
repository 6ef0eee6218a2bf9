# fails: ex2-tests-changes
# why: shuts the loudest way only
def review() -> dict:
    return {"ways": {13: 'stranger', 19: 'owner', 21: 'owner'}, "changes": ['a']}
