def next_looks() -> dict[int, str]:
    """Give for each situation the letter of the look to take next."""
    choices = {}
    for number, situation in importer.SITUATIONS.items():
        causes = list(situation.belief)
        worth = {}
        for letter, look in situation.looks.items():
            likely = {cause: {"+": 0.95, ".": 0.5, "-": 0.05}[sign] for cause, sign in zip(causes, look.signs)}
            worth[letter] = 0 if look.done else information(situation.belief, likely) / look.price
        choices[number] = max(worth, key=worth.get)
    return choices
