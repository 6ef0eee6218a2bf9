# fails: ex2b-tests-work
# why: stretches something else for a name that nobody has
def sign_in(name: str, password: str, accounts: dict, stretch, same) -> bool:
    known = name in accounts
    salt, digest = accounts[name] if known else (bytes(16), bytes(64))
    return same(stretch(password if known else "", salt), digest) and known
