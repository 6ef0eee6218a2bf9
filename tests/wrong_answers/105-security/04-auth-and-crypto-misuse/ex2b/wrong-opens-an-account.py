# fails: ex2b-tests-out
# why: stores the stand-in, so each made-up name is an account from then on
def sign_in(name: str, password: str, accounts: dict, stretch, same) -> bool:
    """Say whether this is the account's password, with the same work for each name."""
    salt, digest = accounts.setdefault(name, (bytes(16), bytes(64)))
    equal = same(stretch(password, salt), digest)
    return equal and name in accounts
