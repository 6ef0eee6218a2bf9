# fails: ex2-tests ex2-tests-fleets ex2-tests-names
# why: goes on asking when one part is left
def ask(belief, questions):
    """Give the next question, or ("name", part)."""
    return max(questions, key=lambda name: information(belief, questions[name]["parts"]) / questions[name]["price"])
