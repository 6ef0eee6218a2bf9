# fails: ex2-tests ex2-tests-fleets ex2-tests-names
# why: gives the part alone, without the word that names it
def ask(belief, questions):
    """Give the next question, or ("name", part)."""
    likeliest = max(belief, key=belief.get)
    if belief[likeliest] >= 0.98:
        return likeliest
    return max(questions, key=lambda name: information(belief, questions[name]["parts"]) / questions[name]["price"])
