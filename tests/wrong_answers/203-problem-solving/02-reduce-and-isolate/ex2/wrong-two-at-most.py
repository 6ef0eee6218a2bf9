# fails: ex2-tests
# why: searches along the list, and stops after two
def to_blame(good: dict, bad: dict, run) -> list:
    """Give the names of the settings that together make the good side fail."""
    names = [name for name in good if good[name] != bad[name]]

    def mixed(chosen):
        return run({**good, **{name: bad[name] for name in chosen}})

    if mixed([]) or not mixed(names):
        return []
    needed = []
    while len(needed) < 2:
        low, high = 1, len(names)
        while low < high:
            middle = (low + high) // 2
            if mixed(needed + names[:middle]):
                high = middle
            else:
                low = middle + 1
        needed.append(names[low - 1])
        names = names[: low - 1] or names
        if mixed(needed):
            break
    return sorted(set(needed))
