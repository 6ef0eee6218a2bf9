# fails: ex2b-tests-out
# why: takes spaces away from what was typed
def sign_in(name: str, password: str, accounts: dict, stretch, same) -> bool:
    salt, digest = accounts.get(name.strip(), (bytes(16), bytes(64)))
    return same(stretch(password, salt), digest) and name.strip() in accounts
