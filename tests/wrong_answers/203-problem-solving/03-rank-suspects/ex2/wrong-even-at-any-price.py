# fails: ex2-tests
# why: takes a question that splits evenly, whatever it costs
def ask(belief, questions):
    """Give the next question, or ("name", part)."""
    likeliest = max(belief, key=belief.get)
    if belief[likeliest] >= 0.98:
        return "name", likeliest
    for name, question in questions.items():
        if abs(information(belief, question["parts"]) - 1) < 1e-9:
            return name
    return max(questions, key=lambda name: information(belief, questions[name]["parts"]) / questions[name]["price"])
