# fails: ex3-tests-text
# why: compares with the middle of the day
def update() -> dict:
    """Give the public post of 14:31."""
    return {
        "status": "identified",
        "components": ["Checkout", "Order history"],
        "affected_percent": 30,
        "next_update": "14:50",
        "known": "Since 14:02 about 30 % of checkouts fail, and those customers see an empty order "
        "history. Paying by invoice works. We checked every order: nobody was charged twice.",
        "unknown": "We do not know yet why it was calm until noon, nor whether order histories "
        "fill again by themselves.",
        "next": "We found the cause, a change of ours, and are taking it back step by step. "
        "We tell you at 14:50 how far this has helped.",
    }
