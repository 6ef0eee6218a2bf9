# fails: ex3-tests ex3-tests-verdict
# why: draws by itself instead of by what was passed in
import random


def median_interval(times, draw, rounds=1000):
    if not times:
        raise ValueError("expected at least one time")
    return middle([median(random.choices(times, k=len(times))) for _ in range(rounds)])


def verdict(before, after, draw, rounds=1000):
    if not before or not after:
        raise ValueError("expected at least one time")
    low, high = middle([median(random.choices(after, k=len(after))) - median(random.choices(before, k=len(before))) for _ in range(rounds)])
    return "shorter" if high < 0 else "longer" if low > 0 else "noise"


def middle(values):
    ordered, rounds = sorted(values), len(values)
    return ordered[-(-rounds // 40) - 1], ordered[-(-39 * rounds // 40) - 1]
