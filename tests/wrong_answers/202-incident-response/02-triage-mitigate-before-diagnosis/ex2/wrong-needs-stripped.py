# fails: ex2-tests-needs
# why: reads needs without spaces
def choose(ladder: list[dict], facts: dict, rate: int, horizon: int) -> str | None:
    """Name the act with the least expected harm; None where it is better to do nothing."""
    def price(act):
        late = min(act["minutes"], horizon)
        return act["cost"] + rate * late + rate * (100 - act["stops"]) * (horizon - late) / 100

    def cheapest(undo):
        allowed = [
            act for act in ladder
            if act["undo"] is undo and all(facts.get(need.strip()) is True for need in act["needs"])
        ]
        return min(allowed, key=lambda act: (price(act), act["minutes"]), default=None)

    choice, harm = None, rate * horizon
    careful, final = cheapest(True), cheapest(False)
    if careful is not None and price(careful) < harm:
        choice, harm = careful["name"], price(careful)
    if final is not None and 2 * price(final) < harm:
        choice = final["name"]
    return choice
