def ask(belief, questions):
    """Give the next question, or ("name", part)."""
    if len(belief) == 1:
        return "name", *belief
    prices = {}
    for name, question in questions.items():
        prices[name] = information(belief, set(question["parts"])) / question["price"]
    return max(prices, key=prices.get)
