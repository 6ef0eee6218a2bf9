# fails: ex2-tests-names
# why: ninety per cent is taken for certain
def ask(belief, questions):
    """Give the next question, or ("name", part)."""
    likeliest = max(belief, key=belief.get)
    if belief[likeliest] >= 0.9:
        return "name", likeliest
    return max(questions, key=lambda name: information(belief, questions[name]["parts"]) / questions[name]["price"])
