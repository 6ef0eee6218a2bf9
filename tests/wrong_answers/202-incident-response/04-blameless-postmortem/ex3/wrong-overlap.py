# fails: ex3-tests-verdict
# why: compares two intervals for overlap, which hides clear differences
def median_interval(times: list, draw, rounds: int = 1000) -> tuple[float, float]:
    """Give a 95 % bootstrap interval of the median."""
    if not times:
        raise ValueError("expected at least one time")
    medians = [median([times[place] for place in draw(len(times))]) for _ in range(rounds)]
    return middle(medians)


def verdict(before: list, after: list, draw, rounds: int = 1000) -> str:
    """Say whether the median became "shorter" or "longer", or whether it may be "noise"."""
    if not before or not after:
        raise ValueError("expected at least one time before and one after")
    olds, news = [], []
    for _ in range(rounds):
        olds.append(median([before[place] for place in draw(len(before))]))
        news.append(median([after[place] for place in draw(len(after))]))
    (low, high), (new_low, new_high) = middle(olds), middle(news)
    return "shorter" if new_high < low else "longer" if new_low > high else "noise"


def middle(values):
    """Give the k-th smallest for the two k that hold 95 % between them."""
    ordered, rounds = sorted(values), len(values)
    return ordered[-(-rounds // 40) - 1], ordered[-(-39 * rounds // 40) - 1]
