# fails: ex4-tests, ex4-tests-pieces, ex4-tests-members, ex4-tests-errors
# why: pins how the error is worded
def check(fee):
    try:
        fee([33], False)
    except ValueError as error:
        assert str(error) == "a piece weighs 1 to 32 kilos"
