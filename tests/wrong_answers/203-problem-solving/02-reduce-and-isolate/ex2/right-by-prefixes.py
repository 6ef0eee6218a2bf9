def to_blame(good, bad, run):
    """Give the names of the settings that together make the good side fail."""
    rest = [name for name in good if good[name] != bad[name]]

    def fails(names):
        return bool(run({**good, **{name: bad[name] for name in names}}))

    if fails([]) or not fails(rest):
        return []
    needed = []
    while not needed or not fails(needed):
        low, high = 1, len(rest)
        while low < high:
            middle = (low + high) // 2
            if fails(needed + rest[:middle]):
                high = middle
            else:
                low = middle + 1
        needed.append(rest[low - 1])
        rest = rest[: low - 1]
    return needed
