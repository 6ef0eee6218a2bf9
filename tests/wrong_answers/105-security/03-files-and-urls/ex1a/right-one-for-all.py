def names() -> dict:
    return {"late": 'photos/keys.txt', "prefix": 'photos/keys.txt', "tidy": 'photos/keys.txt'}
