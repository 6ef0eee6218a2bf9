# fails: ex4-tests, ex4-tests-cost, ex4-tests-data, ex4-tests-web
# why: the letters in their order
def answers():
    return ['c', 'a', 'd', 'a', 'b', 'c', 'd', 'b', 'd', 'b', 'c', 'a', 'a', 'c', 'd', 'b']
