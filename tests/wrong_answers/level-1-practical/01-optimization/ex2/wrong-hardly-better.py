# fails: ex2-tests
# why: changed nothing, and measured it honestly
Mine = Board
def log():
    return [{'what': what, 'before': 711, 'after': 711} for what in ('a', 'b', 'c')]
