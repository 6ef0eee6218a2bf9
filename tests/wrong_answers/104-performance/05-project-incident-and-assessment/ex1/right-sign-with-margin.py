def guard(before, after):
    slower = sum(late > 1.05 * early for early, late in zip(before, after))
    return slower >= 9
