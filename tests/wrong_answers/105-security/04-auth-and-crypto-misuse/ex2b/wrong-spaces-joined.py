# fails: ex2b-tests-in
# why: joins several spaces into one
def sign_in(name: str, password: str, accounts: dict, stretch, same) -> bool:
    salt, digest = accounts.get(name, (bytes(16), bytes(64)))
    return same(stretch(" ".join(password.split()), salt), digest) and name in accounts
