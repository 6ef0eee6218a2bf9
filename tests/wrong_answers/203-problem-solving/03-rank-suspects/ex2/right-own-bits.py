def ask(belief, questions):
    """Give the next question, or ("name", part)."""
    part, odds = max(belief.items(), key=lambda item: item[1])
    if odds > 0.985:
        return ["name", part]
    best = None
    for name, question in questions.items():
        yes = min(1, sum(belief.get(part, 0) for part in question["parts"]))
        bits = -sum(share * log2(share) for share in (yes, 1 - yes) if share > 0)
        if best is None or bits / question["price"] > best[0]:
            best = bits / question["price"], name
    return best[1]
