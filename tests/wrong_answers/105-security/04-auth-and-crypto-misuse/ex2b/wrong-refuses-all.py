# fails: ex2b-tests-in
# why: does the work and refuses everybody
def sign_in(name: str, password: str, accounts: dict, stretch, same) -> bool:
    salt, digest = accounts.get(name, (bytes(16), bytes(64)))
    same(stretch(password, salt), digest)
    return False
