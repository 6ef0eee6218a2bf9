def reached(run, customer):
    for number, owner, shop, cents, note in run("SELECT number, owner, shop, cents, note FROM cards", []):
        if shop == customer.shop and (customer.manager or owner == customer.name):
            yield number, cents, note


def balance(run, customer, number):
    return next((cents for found, cents, _ in reached(run, customer) if found == number), None)


def cards(run, customer, words, order):
    if order not in ("number", "cents"):
        raise ValueError("unknown order")
    rows = [(number, cents) for number, cents, note in reached(run, customer) if words.lower() in note.lower()]
    return sorted(rows, key=lambda row: row[order == "cents"])
