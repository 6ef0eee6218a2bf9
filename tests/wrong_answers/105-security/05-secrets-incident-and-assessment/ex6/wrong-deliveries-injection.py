# fails: ex6-tests
# why: takes the order for an injection, and the random serial for a wall
SERVICE = "deliveries"


def findings():
    return [
        ("payload", "high", "b"),
        ("board", "medium", "i"),
        ("caller", "medium", "m"),
        ("relayed", "low", "k"),
        ("overview", "high", "e"),
    ]
