# fails: ex1a-tests-late
# why: goes up behind the partner's link, and without links it leads to the labels themselves
def names() -> dict:
    return {"late": 'partner/.%2e/keys.txt', "prefix": 'x/../../labels-old/keys.txt', "tidy": './photos//keys.txt'}
