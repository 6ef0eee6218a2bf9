# fails: ex2b-tests-in
# why: hashes once more before it compares
def sign_in(name: str, password: str, accounts: dict, stretch, same) -> bool:
    salt, digest = accounts.get(name, (bytes(16), bytes(64)))
    once = lambda data: hashlib.sha256(data).digest()
    return same(once(stretch(password, salt) + salt), once(digest)) and name in accounts
