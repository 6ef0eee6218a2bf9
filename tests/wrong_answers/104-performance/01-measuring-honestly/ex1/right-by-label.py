def verdicts() -> dict[str, str]:
    """Give the claims of each label, turned round."""
    labels = {
        "faster": ("basket", "calendar"),
        "slower": ("seats",),
        "noise": ("search", "map"),
        "drift": ("receipt",),
        "two modes": ("export",),
        "wrong quantity": ("mail",),
    }
    return {name: label for label, names in labels.items() for name in names}
