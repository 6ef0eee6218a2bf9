def review() -> dict:
    return {"ways": {21: 'owner', 13: 'stranger', 19: 'owner'}, "changes": ['h', 'f', 'a']}
