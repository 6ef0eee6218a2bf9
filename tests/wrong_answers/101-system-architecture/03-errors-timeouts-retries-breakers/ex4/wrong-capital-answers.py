# fails: ex4-tests, ex4-tests-counting
# why: writes the answers as capitals
def diagnosis():
    return dict(zip('ABCDE', 'ABCDF'))
