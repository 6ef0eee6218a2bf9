# fails: ex2b-tests-work
# why: asks for the name first, and skips the work for unknown ones
def sign_in(name: str, password: str, accounts: dict, stretch, same) -> bool:
    salt, digest = accounts.get(name, (bytes(16), bytes(64)))
    return name in accounts and same(stretch(password, salt), digest)
