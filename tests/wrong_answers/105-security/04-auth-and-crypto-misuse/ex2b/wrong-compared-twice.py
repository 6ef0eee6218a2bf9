# fails: ex2b-tests-work
# why: compares once more to be sure
def sign_in(name: str, password: str, accounts: dict, stretch, same) -> bool:
    salt, digest = accounts.get(name, (bytes(16), bytes(64)))
    made = stretch(password, salt)
    return same(made, digest) and same(digest, made) and name in accounts
