# fails: ex3-tests ex3-tests-most
# why: never forgets
class Keeping(Board):
    pass
