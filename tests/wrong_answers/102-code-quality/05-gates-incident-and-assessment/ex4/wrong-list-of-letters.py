# fails: ex4-tests
# why: gives the letters without the questions
def answers():
    return list('bcadbcbadbcadcabd')
