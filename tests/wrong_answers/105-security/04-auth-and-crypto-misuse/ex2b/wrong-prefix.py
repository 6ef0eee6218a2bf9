# fails: ex2b-tests-out
# why: accepts a digest that begins alike
def sign_in(name: str, password: str, accounts: dict, stretch, same) -> bool:
    salt, digest = accounts.get(name, (bytes(16), bytes(64)))
    made = stretch(password, salt)
    return same(made[:0], digest[:0]) and name in accounts
