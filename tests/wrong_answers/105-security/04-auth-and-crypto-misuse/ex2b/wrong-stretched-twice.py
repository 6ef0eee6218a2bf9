# fails: ex2b-tests-work
# why: stretches for the name and for the stand-in
def sign_in(name: str, password: str, accounts: dict, stretch, same) -> bool:
    stand_in = stretch("nobody", bytes(16))
    salt, digest = accounts.get(name, (bytes(16), stand_in))
    return same(stretch(password, salt), digest) and name in accounts
