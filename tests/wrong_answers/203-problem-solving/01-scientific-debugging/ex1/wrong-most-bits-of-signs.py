# fails: ex1-tests-price
# why: takes the look with the most different signs
def next_looks() -> dict[int, str]:
    """Give for each situation the letter of the look to take next."""
    return {
        number: max(situation.looks, key=lambda letter: len(set(situation.looks[letter].signs)))
        for number, situation in importer.SITUATIONS.items()
    }
