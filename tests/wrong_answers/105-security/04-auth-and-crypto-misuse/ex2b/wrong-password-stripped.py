# fails: ex2b-tests-in
# why: takes spaces away from the password
def sign_in(name: str, password: str, accounts: dict, stretch, same) -> bool:
    salt, digest = accounts.get(name, (bytes(16), bytes(64)))
    return same(stretch(password.strip(), salt), digest) and name in accounts
