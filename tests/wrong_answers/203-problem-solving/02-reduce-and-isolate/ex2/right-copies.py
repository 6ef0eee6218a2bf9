def to_blame(good: dict, bad: dict, run) -> list:
    """Give the names of the settings that together make the good side fail."""
    names = [name for name in good if good[name] != bad[name]]

    def mixed(chosen):
        settings = dict(good)
        for name in chosen:
            settings[name] = bad[name]
        return run(settings)

    if run(good) or not run(bad):
        return []
    return one_by_one(names, mixed)
