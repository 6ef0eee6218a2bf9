# fails: ex1-tests-open
# why: stops at the first missing fact of a row
def classify(facts: dict, policy: list[dict]) -> tuple[int | None, list[str]]:
    """Give the severity to declare now, and the missing facts that it hangs on."""
    def meets(fact, wanted):
        if isinstance(wanted, bool):
            return fact == wanted
        return fact in wanted if isinstance(wanted, list) else fact >= wanted

    possible = []
    for row in policy:
        missing = [name for name in row["when"] if facts.get(name) is None]
        known = [name for name in row["when"] if name not in missing][:2]
        if all(meets(facts[name], row["when"][name]) for name in known):
            possible.append((row["severity"], missing))
    level = min((severity for severity, _ in possible), default=None)
    gravest = [missing for severity, missing in possible if severity == level]
    ask = [] if [] in gravest else sorted({name for missing in gravest for name in missing})
    return level, ask
