TABLE = "cards"


def reached(run, person):
    for number, owner, shop, cents, note in run("SELECT number, owner, shop, cents, note FROM cards", []):
        if shop == person.shop and (person.manager or owner == person.name):
            yield number, cents, note


def amount(run, person, number):
    return next((cents for found, cents, _ in reached(run, person) if found == number), None)


def search(run, person, words, order):
    if order not in ("number", "cents"):
        raise ValueError("unknown order")
    rows = [(number, cents) for number, cents, note in reached(run, person) if words.lower() in note.lower()]
    return sorted(rows, key=lambda row: row[order == "cents"])
