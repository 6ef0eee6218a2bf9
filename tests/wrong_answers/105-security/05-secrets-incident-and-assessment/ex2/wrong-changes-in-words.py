# fails: ex2-tests-changes
# why: writes the changes out
def review() -> dict:
    return {"ways": {13: 'stranger', 19: 'owner', 21: 'owner'}, "changes": ['take the key out of preview.yml', 'pin the step', 'pin the package']}
