# fails: ex2b-tests-in
# why: refuses an empty password after the work
def sign_in(name: str, password: str, accounts: dict, stretch, same) -> bool:
    salt, digest = accounts.get(name, (bytes(16), bytes(64)))
    return same(stretch(password, salt), digest) and bool(password) and name in accounts
