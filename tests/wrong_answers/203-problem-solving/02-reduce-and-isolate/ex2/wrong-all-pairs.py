# fails: ex2-tests
# why: tries all pairs, which is beyond any budget
def to_blame(good: dict, bad: dict, run) -> list:
    """Give the names of the settings that together make the good side fail."""
    names = [name for name in good if good[name] != bad[name]]

    def mixed(chosen):
        return run({**good, **{name: bad[name] for name in chosen}})

    if mixed([]) or not mixed(names):
        return []
    return next(([a, b] for a in names for b in names if a < b and mixed([a, b])), [])
