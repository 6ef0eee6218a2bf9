# fails: ex2-tests-fleets ex2-tests-names
# why: names a part as soon as it is likelier than all others together
def ask(belief, questions):
    """Give the next question, or ("name", part)."""
    likeliest = max(belief, key=belief.get)
    if belief[likeliest] > 0.5:
        return "name", likeliest
    return max(questions, key=lambda name: information(belief, questions[name]["parts"]) / questions[name]["price"])
