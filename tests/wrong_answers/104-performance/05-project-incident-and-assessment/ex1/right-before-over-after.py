def guard(before, after):
    shares = sorted(early / late for early, late in zip(before, after))
    return shares[len(shares) // 2] < 0.95
