# fails: ex2-tests-none
# why: reduces at once
def to_blame(good: dict, bad: dict, run) -> list:
    """Give the names of the settings that together make the good side fail."""
    names = [name for name in good if good[name] != bad[name]]

    def mixed(chosen):
        return run({**good, **{name: bad[name] for name in chosen}})

    return one_by_one(names, mixed)
