# fails: ex1-tests ex1-tests-noise ex1-tests-flaws
# why: takes each mean that is lower for an improvement
def verdicts() -> dict[str, str]:
    """Give a label for each of the eight claims."""
    return {
        "basket": "faster",
        "search": "faster",
        "seats": "faster",
        "receipt": "faster",
        "export": "faster",
        "mail": "faster",
        "calendar": "faster",
        "map": "faster",
    }
