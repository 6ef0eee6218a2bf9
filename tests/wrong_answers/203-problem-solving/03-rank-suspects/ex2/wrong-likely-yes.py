# fails: ex2-tests ex2-tests-fleets
# why: prefers the question that most likely says yes
def ask(belief, questions):
    """Give the next question, or ("name", part)."""
    likeliest = max(belief, key=belief.get)
    if belief[likeliest] >= 0.98:
        return "name", likeliest
    useful = [name for name in questions if information(belief, questions[name]["parts"]) > 0]
    return max(useful, key=lambda name: sum(belief.get(part, 0) for part in questions[name]["parts"]) / questions[name]["price"])
