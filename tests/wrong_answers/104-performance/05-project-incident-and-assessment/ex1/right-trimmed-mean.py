from statistics import mean


def guard(before, after):
    ratios = sorted(late / early for early, late in zip(before, after))
    return mean(ratios[4:-4]) > 1.05
