# fails: ex1a-tests-valid ex1a-tests-good
# why: answers as most lines would
def judge(row, policy):
    return True
