# fails: ex6-tests-others
# why: stops at the two worst
SERVICE = "deliveries"


def findings():
    return [
        ("delivery", "high", "g"),
        ("payload", "high", "b"),
    ]
