# fails: ex6-tests
# why: names the functions of variant A, and the service of variant B
SERVICE = "deliveries"


def findings():
    return [
        ("upload", "high", "g"),
        ("picture", "high", "b"),
        ("page", "medium", "i"),
        ("visitor", "medium", "m"),
        ("scanned", "low", "k"),
    ]
