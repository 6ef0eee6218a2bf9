# fails: ex3-tests
# why: cuts medians to whole minutes
def median_interval(times: list, draw, rounds: int = 1000) -> tuple[float, float]:
    """Give a 95 % bootstrap interval of the median."""
    if not times:
        raise ValueError("expected at least one time")
    medians = [int(median([times[place] for place in draw(len(times))])) for _ in range(rounds)]
    return middle(medians)


def verdict(before: list, after: list, draw, rounds: int = 1000) -> str:
    """Say whether the median became "shorter" or "longer", or whether it may be "noise"."""
    if not before or not after:
        raise ValueError("expected at least one time before and one after")
    differences = []
    for _ in range(rounds):
        old = median([before[place] for place in draw(len(before))])
        new = median([after[place] for place in draw(len(after))])
        differences.append(new - old)
    low, high = middle(differences)
    return "shorter" if high < 0 else "longer" if low > 0 else "noise"


def middle(values):
    """Give the k-th smallest for the two k that hold 95 % between them."""
    ordered, rounds = sorted(values), len(values)
    return ordered[-(-rounds // 40) - 1], ordered[-(-39 * rounds // 40) - 1]
