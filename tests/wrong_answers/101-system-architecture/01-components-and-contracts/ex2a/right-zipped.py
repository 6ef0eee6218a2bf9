def decisions():
    outcomes = ("declined", "unknown", "unknown", "not done", "unknown")
    return dict(zip("ABCDE", zip(outcomes, (1, 3, 2, 5, 2))))
