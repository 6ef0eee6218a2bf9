# fails: ex6-tests-name
# why: takes the dots out, and the encoded ones stay
SERVICE = "deliveries"


def findings():
    return [
        ("delivery", "high", "g"),
        ("payload", "high", "n"),
        ("board", "medium", "i"),
        ("caller", "medium", "m"),
        ("relayed", "low", "k"),
    ]
