# fails: ex1-tests, ex1-tests-faster
# why: a gate without false alarms
def guard(before, after):
    return False
