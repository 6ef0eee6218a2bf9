# fails: ex2-tests, ex2-tests-holds, ex2-tests-crowded
# why: refuses whatever comes
def contract(send) -> None:
    """Raise an error if the partner breaks what our client needs."""
    assert not send

def verdict(edits):                            # the tests use it: leave it as it is
    try:
        contract(partner(*edits))
    except NotImplementedError:
        raise
    except Exception as error:
        return f"red: {type(error).__name__}"
    return "green"
