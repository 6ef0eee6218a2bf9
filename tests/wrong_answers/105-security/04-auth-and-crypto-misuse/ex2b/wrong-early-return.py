# fails: ex2b-tests-work
# why: returns at once for a name that nobody has
def sign_in(name: str, password: str, accounts: dict, stretch, same) -> bool:
    if name not in accounts:
        return False
    salt, digest = accounts[name]
    return same(stretch(password, salt), digest)
