# fails: ex2-tests ex2-tests-fleets
# why: multiplies by the price
def ask(belief, questions):
    """Give the next question, or ("name", part)."""
    likeliest = max(belief, key=belief.get)
    if belief[likeliest] >= 0.98:
        return "name", likeliest
    return max(questions, key=lambda name: information(belief, questions[name]["parts"]) * questions[name]["price"])
