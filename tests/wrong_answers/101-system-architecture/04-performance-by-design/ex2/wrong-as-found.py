# fails: ex2-tests ex2-tests-calls ex2-tests-promise
# why: hands the board in as it was
class Wanting(Board):
    pass
