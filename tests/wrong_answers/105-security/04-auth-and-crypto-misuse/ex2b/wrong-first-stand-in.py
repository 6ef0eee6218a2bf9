# fails: ex2b-tests-out
# why: needs an account to stand in, and there may be none
def sign_in(name: str, password: str, accounts: dict, stretch, same) -> bool:
    salt, digest = accounts.get(name, next(iter(accounts.values())))
    return same(stretch(password, salt), digest) and name in accounts
