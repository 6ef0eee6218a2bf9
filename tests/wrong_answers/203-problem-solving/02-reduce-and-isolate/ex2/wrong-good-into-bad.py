# fails: ex2-tests
# why: reduces the bad side by what the good one has
def to_blame(good: dict, bad: dict, run) -> list:
    """Give the names of the settings that together make the good side fail."""
    names = [name for name in good if good[name] != bad[name]]

    def mixed(chosen):
        return run({**bad, **{name: good[name] for name in chosen}})

    if mixed([]) or not mixed(names):
        return []
    return one_by_one(names, mixed)
