# fails: ex2-tests, ex2-tests-holds
# why: uses our own client for the contract, and it takes a time without an offset
def contract(send) -> None:
    """Raise an error if the partner breaks what our client needs."""
    assert hold(send, "Blue", 9)[0] not in ("wait", "unknown")
    assert hold(send, "Blue", 9) == "taken"
    assert hold(send, "Crowded", 9)[0] == "wait"

def verdict(edits):                            # the tests use it: leave it as it is
    try:
        contract(partner(*edits))
    except NotImplementedError:
        raise
    except Exception as error:
        return f"red: {type(error).__name__}"
    return "green"
