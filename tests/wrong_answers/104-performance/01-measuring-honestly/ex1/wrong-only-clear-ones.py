# fails: ex1-tests ex1-tests-noise ex1-tests-flaws
# why: leaves out what cannot be told
def verdicts() -> dict[str, str]:
    """Give a label for each of the eight claims."""
    return {
        "basket": "faster",
        "seats": "slower",
        "calendar": "faster",
    }
