# fails: ex2b-tests-in
# why: takes passwords in small letters
def sign_in(name: str, password: str, accounts: dict, stretch, same) -> bool:
    salt, digest = accounts.get(name, (bytes(16), bytes(64)))
    return same(stretch(password.lower(), salt), digest) and name in accounts
