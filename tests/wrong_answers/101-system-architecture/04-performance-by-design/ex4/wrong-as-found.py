# fails: ex4-tests ex4-tests-pause
# why: hands the board in as it was
class Failing(Board):
    pass
