# fails: ex2-tests ex2-tests-fleets
# why: swaps the likeliest part, one after the other
def ask(belief, questions):
    """Give the next question, or ("name", part)."""
    if len(belief) == 1:
        return "name", *belief
    likeliest = max(belief, key=belief.get)
    return next(name for name in questions if questions[name]["parts"] == [likeliest])
