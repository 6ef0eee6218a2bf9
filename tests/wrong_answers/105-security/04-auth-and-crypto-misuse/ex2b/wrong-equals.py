# fails: ex2b-tests-work
# why: compares by ==, which stops at the first difference
def sign_in(name: str, password: str, accounts: dict, stretch, same) -> bool:
    salt, digest = accounts.get(name, (bytes(16), bytes(64)))
    return stretch(password, salt) == digest and name in accounts
