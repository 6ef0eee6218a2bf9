# fails: ex2b-tests-work
# why: refuses an empty password before any work
def sign_in(name: str, password: str, accounts: dict, stretch, same) -> bool:
    if not password:
        return False
    salt, digest = accounts.get(name, (bytes(16), bytes(64)))
    return same(stretch(password, salt), digest) and name in accounts
