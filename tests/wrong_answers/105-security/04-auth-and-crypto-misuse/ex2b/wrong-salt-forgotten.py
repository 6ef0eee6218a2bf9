# fails: ex2b-tests-in
# why: stretches all passwords with one salt
def sign_in(name: str, password: str, accounts: dict, stretch, same) -> bool:
    digest = accounts.get(name, (bytes(16), bytes(64)))[1]
    return same(stretch(password, bytes(16)), digest) and name in accounts
