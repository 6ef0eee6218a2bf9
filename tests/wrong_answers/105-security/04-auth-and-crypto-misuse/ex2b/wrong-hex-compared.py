# fails: ex2b-tests-work
# why: compares digests as text
def sign_in(name: str, password: str, accounts: dict, stretch, same) -> bool:
    salt, digest = accounts.get(name, (bytes(16), bytes(64)))
    return same(stretch(password, salt).hex(), digest.hex()) and name in accounts
