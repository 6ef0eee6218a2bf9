# fails: ex6-tests
# why: names the variant where the service was asked for
SERVICE = "B"


def findings():
    return [
        ("delivery", "high", "g"),
        ("payload", "high", "b"),
        ("board", "medium", "i"),
        ("caller", "medium", "m"),
        ("relayed", "low", "k"),
    ]
