def names() -> dict:
    return {"late": 'partner/.%2e/keys.txt', "prefix": 'x/../../labels-old/keys.txt', "tidy": './photos//keys.txt'}
