# fails: ex2-tests ex2-tests-fleets ex2-tests-names
# why: the cheapest question first, also if its answer is known
def ask(belief, questions):
    """Give the next question, or ("name", part)."""
    likeliest = max(belief, key=belief.get)
    if belief[likeliest] >= 0.98:
        return "name", likeliest
    return min(questions, key=lambda name: questions[name]["price"])
