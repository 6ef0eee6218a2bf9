# fails: ex2-tests ex2-tests-fleets ex2-tests-names
# why: names the likeliest part without a question
def ask(belief, questions):
    """Give the next question, or ("name", part)."""
    return "name", max(belief, key=belief.get)
