# fails: ex1-tests-open
# why: reads the names of facts without letter case
def classify(facts: dict, policy: list[dict]) -> tuple[int | None, list[str]]:
    """Give the severity to declare now, and the missing facts that it hangs on."""
    def meets(fact, wanted):
        if isinstance(wanted, bool):
            return fact == wanted
        return fact in wanted if isinstance(wanted, list) else fact >= wanted

    facts = {name.lower(): fact for name, fact in facts.items()}
    possible = []
    for row in policy:
        missing = [name for name in row["when"] if facts.get(name.lower()) is None]
        known = [name for name in row["when"] if name not in missing]
        if all(meets(facts[name.lower()], row["when"][name]) for name in known):
            possible.append((row["severity"], missing))
    level = min((severity for severity, _ in possible), default=None)
    gravest = [missing for severity, missing in possible if severity == level]
    ask = [] if [] in gravest else sorted({name for missing in gravest for name in missing})
    return level, ask
