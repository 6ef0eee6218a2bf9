# fails: ex2b-tests-out
# why: takes the last account for unknown names, and forgets to refuse them
def sign_in(name: str, password: str, accounts: dict, stretch, same) -> bool:
    salt, digest = accounts.get(name, list(accounts.values())[-1] if accounts else (bytes(16), bytes(64)))
    return same(stretch(password, salt), digest)
