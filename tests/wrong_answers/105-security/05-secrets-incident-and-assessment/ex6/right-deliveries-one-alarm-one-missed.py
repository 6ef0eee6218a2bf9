SERVICE = "deliveries"


def findings():
    return [
        ("delivery", "high", "g"),
        ("payload", "high", "b"),
        ("board", "medium", "i"),
        ("caller", "medium", "m"),
        ("version", "low", "c"),
    ]
