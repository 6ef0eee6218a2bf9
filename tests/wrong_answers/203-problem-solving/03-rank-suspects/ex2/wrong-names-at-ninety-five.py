# fails: ex2-tests-names
# why: 95 per cent is taken for certain, as in a significance test
def ask(belief, questions):
    """Give the next question, or ("name", part)."""
    likeliest = max(belief, key=belief.get)
    if belief[likeliest] >= 0.95:
        return "name", likeliest
    return max(questions, key=lambda name: information(belief, questions[name]["parts"]) / questions[name]["price"])
