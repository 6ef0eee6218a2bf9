# fails: ex3-tests-labels
# why: reads labels without letter case
def separating(rows: list[dict], least: int, percent: int) -> tuple[str, list[str], list[str]]:
    """Tell whether none, some or all instances are bad, which, and what separates them."""
    answers, errors, labels = {}, {}, {}
    for row in rows:
        name = row["instance"]
        answers[name] = answers.get(name, 0) + row["count"]
        errors[name] = errors.get(name, 0) + (row["count"] if row["status"] >= 500 else 0)
        labels[name] = {k.lower(): v for k, v in row["labels"].items()}
    judged = [name for name in answers if answers[name] >= max(least, 1)]
    bad = sorted(name for name in judged if errors[name] * 100 >= percent * answers[name])
    if not judged:
        return "unknown", [], []
    if not bad or len(bad) == len(judged):
        return ("all" if bad else "none"), bad, []
    found = []
    for label in {label for name in judged for label in labels[name]}:
        on_bad = {labels[name].get(label) for name in bad}
        on_good = {labels[name].get(label) for name in judged if name not in bad}
        if on_bad.isdisjoint(on_good) and len(on_bad | on_good) < len(judged):
            found.append(label)
    return "some", bad, sorted(found)
