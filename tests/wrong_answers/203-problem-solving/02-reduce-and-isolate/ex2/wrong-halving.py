# fails: ex2-tests
# why: halves the settings, and gets stuck at two
def to_blame(good: dict, bad: dict, run) -> list:
    """Give the names of the settings that together make the good side fail."""
    names = [name for name in good if good[name] != bad[name]]

    def mixed(chosen):
        return run({**good, **{name: bad[name] for name in chosen}})

    if mixed([]) or not mixed(names):
        return []
    while len(names) > 1:
        half = len(names) // 2
        if mixed(names[:half]):
            names = names[:half]
        elif mixed(names[half:]):
            names = names[half:]
        else:
            break
    return names
