import random


def guard(before, after):
    rng = random.Random(1)
    ratios = [late / early for early, late in zip(before, after)]
    medians = sorted(median(rng.choices(ratios, k=len(ratios))) for _ in range(100))
    return medians[4] > 1.015
