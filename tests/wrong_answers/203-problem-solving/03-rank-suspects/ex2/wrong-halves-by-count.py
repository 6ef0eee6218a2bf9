# fails: ex2-tests ex2-tests-fleets
# why: half of the parts is taken for half of the odds
def ask(belief, questions):
    """Give the next question, or ("name", part)."""
    likeliest = max(belief, key=belief.get)
    if belief[likeliest] >= 0.98:
        return "name", likeliest
    return min(questions, key=lambda name: abs(len(belief) / 2 - len(set(belief) & set(questions[name]["parts"]))))
