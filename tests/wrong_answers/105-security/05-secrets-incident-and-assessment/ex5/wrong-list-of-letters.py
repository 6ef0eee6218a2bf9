# fails: ex5-tests
# why: gives the letters without the questions
def answers():
    return ['b', 'c', 'a', 'd', 'b', 'c', 'a', 'd', 'c', 'b', 'a', 'd', 'b', 'b', 'c', 'd']
