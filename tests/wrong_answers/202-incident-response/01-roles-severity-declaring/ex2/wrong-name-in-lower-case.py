# fails: ex2-tests-first
# why: gives the name in lower case
def must_declare(samples: list[tuple], rules: list[dict]) -> tuple[int, str] | None:
    """Give the first second at which a rule fires, and the rule's name."""
    def window(end, length):
        inside = [sample for sample in samples if end - length < sample[0] <= end]
        return sum(sample[1] for sample in inside), sum(sample[2] for sample in inside)

    for second, _, _ in samples:
        for rule in rules:
            requests_long, bad_long = window(second, rule["long_s"])
            requests_short, bad_short = window(second, rule["short_s"])
            if (
                requests_short
                and requests_long >= rule["least"]
                and bad_long * 10_000 >= rule["per_10k"] * requests_long
                and bad_short * 10_000 >= rule["per_10k"] * requests_short
            ):
                return second, rule["name"].lower()
    return None


def tally(pairs: list[tuple], grace: int) -> dict[str, int]:
    """Count how declarations relate to the seconds at which they were due."""
    def word(declared, due):
        if declared is None:
            return "quiet" if due is None else "missed"
        if due is None:
            return "false alarm"
        return "early" if declared < due else "in time" if declared <= due + grace else "late"

    words = [word(declared, due) for declared, due in pairs]
    return {one: words.count(one) for one in words}
