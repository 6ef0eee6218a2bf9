# fails: ex2b-tests-in
# why: takes names in small letters
def sign_in(name: str, password: str, accounts: dict, stretch, same) -> bool:
    name = name.lower()
    salt, digest = accounts.get(name, (bytes(16), bytes(64)))
    return same(stretch(password, salt), digest) and name in accounts
