# fails: ex2-tests
# why: gives the letters in the order of the questions
def answers() -> dict:
    return ['c', 'd', 'a', 'b', 'c', 'a', 'b', 'd', 'd', 'a', 'c', 'b', 'a', 'd', 'b', 'b']
