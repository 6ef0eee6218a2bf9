# fails: ex6-tests-others
# why: sees injections in two f-strings that hold marks and a column of ours
SERVICE = "deliveries"


def findings():
    return [
        ("delivery", "high", "g"),
        ("payload", "high", "b"),
        ("caller", "medium", "m"),
        ("relayed", "low", "k"),
        ("batch", "high", "j"),
        ("overview", "high", "e"),
    ]
