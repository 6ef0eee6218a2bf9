def names() -> dict:
    return {"late": '%2E./labels-old/keys.txt', "prefix": '%2e%2e%2flabels-old%2fkeys.txt', "tidy": 'photos%2fkeys.txt'}
