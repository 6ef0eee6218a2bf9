# fails: ex1-tests-flaws
# why: a call that returns sooner has done its work sooner
def verdicts() -> dict[str, str]:
    """Give a label for each of the eight claims."""
    return {
        "basket": "faster",
        "search": "noise",
        "seats": "slower",
        "receipt": "drift",
        "export": "two modes",
        "mail": "faster",
        "calendar": "faster",
        "map": "noise",
    }
