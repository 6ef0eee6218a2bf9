# fails: ex2b-tests-work
# why: asks == first and the silent comparison only where it holds
def sign_in(name: str, password: str, accounts: dict, stretch, same) -> bool:
    salt, digest = accounts.get(name, (bytes(16), bytes(64)))
    made = stretch(password, salt)
    return made == digest and same(made, digest) and name in accounts
