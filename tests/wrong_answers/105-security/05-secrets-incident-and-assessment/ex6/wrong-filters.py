# fails: ex6-tests-others
# why: prefers filters: signs taken out, dots taken out, lengths first
SERVICE = "uploads"


def findings():
    return [
        ("upload", "high", "g"),
        ("picture", "high", "n"),
        ("page", "medium", "d"),
        ("visitor", "medium", "m"),
        ("scanned", "low", "a"),
    ]
