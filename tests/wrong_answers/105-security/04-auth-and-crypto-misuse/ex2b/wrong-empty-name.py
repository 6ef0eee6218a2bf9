# fails: ex2b-tests-in
# why: takes an empty name for nobody
def sign_in(name: str, password: str, accounts: dict, stretch, same) -> bool:
    salt, digest = accounts.get(name, (bytes(16), bytes(64)))
    return same(stretch(password, salt), digest) and bool(name) and name in accounts
