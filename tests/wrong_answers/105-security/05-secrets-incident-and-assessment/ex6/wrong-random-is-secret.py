# fails: ex6-tests
# why: numbers are random, so nobody guesses another firm's
SERVICE = "uploads"


def findings():
    return [
        ("picture", "high", "b"),
        ("page", "medium", "i"),
        ("visitor", "medium", "m"),
        ("scanned", "low", "k"),
    ]
