# fails: ex2-tests ex2-tests-fleets ex2-tests-names
# why: names the first part of the fleet instead of the likeliest one
def ask(belief, questions):
    """Give the next question, or ("name", part)."""
    if max(belief.values()) >= 0.98:
        return "name", "node-00"
    return max(questions, key=lambda name: information(belief, questions[name]["parts"]) / questions[name]["price"])
