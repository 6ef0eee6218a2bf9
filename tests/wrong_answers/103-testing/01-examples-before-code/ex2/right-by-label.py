def review() -> dict[int, str]:
    """Sort the tests by label, then turn the table round."""
    piles = {"fine": [1, 6], "too strict": [4, 8], "cannot fail": [5, 7], "repeats the code": [3], "asks the double": [2]}
    return {number: label for label, pile in piles.items() for number in pile}
