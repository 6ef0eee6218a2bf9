# fails: ex6-tests-others
# why: encodes the token and takes brackets out
SERVICE = "deliveries"


def findings():
    return [
        ("delivery", "high", "g"),
        ("payload", "high", "b"),
        ("board", "medium", "d"),
        ("caller", "medium", "f"),
        ("relayed", "low", "k"),
    ]
