# fails: ex2-tests ex2-tests-fleets
# why: computes the information as if all parts were equally likely
def ask(belief, questions):
    """Give the next question, or ("name", part)."""
    likeliest = max(belief, key=belief.get)
    if belief[likeliest] >= 0.98:
        return "name", likeliest
    even = {part: 1 / len(belief) for part in belief}
    return max(questions, key=lambda name: information(even, questions[name]["parts"]) / questions[name]["price"])
