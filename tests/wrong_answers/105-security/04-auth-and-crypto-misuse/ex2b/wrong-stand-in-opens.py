# fails: ex2b-tests-out
# why: takes the first account for unknown names, and forgets to refuse them
def sign_in(name: str, password: str, accounts: dict, stretch, same) -> bool:
    salt, digest = accounts.get(name, next(iter(accounts.values())))
    return same(stretch(password, salt), digest)
