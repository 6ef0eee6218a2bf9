def ask(belief, questions):
    """Give the next question, or ("name", part)."""
    likeliest = max(belief, key=belief.get)
    if belief[likeliest] >= 0.98:
        return "name", likeliest
    useful = [name for name in questions if information(belief, questions[name]["parts"]) > 0]
    return min(useful, key=lambda name: questions[name]["price"] / information(belief, questions[name]["parts"]))
