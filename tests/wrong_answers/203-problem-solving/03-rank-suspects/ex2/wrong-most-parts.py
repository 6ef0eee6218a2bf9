# fails: ex2-tests ex2-tests-fleets
# why: takes the question about most parts for its price
def ask(belief, questions):
    """Give the next question, or ("name", part)."""
    likeliest = max(belief, key=belief.get)
    if belief[likeliest] >= 0.98:
        return "name", likeliest
    useful = [name for name in questions if information(belief, questions[name]["parts"]) > 0]
    return max(useful, key=lambda name: len(set(questions[name]["parts"]) & set(belief)) / questions[name]["price"])
