# fails: ex2b-tests-out
# why: compares a digest with itself for unknown names, and forgets to refuse them
def sign_in(name: str, password: str, accounts: dict, stretch, same) -> bool:
    salt, digest = accounts.get(name, (bytes(16), None))
    made = stretch(password, salt)
    return same(made, digest or made)
