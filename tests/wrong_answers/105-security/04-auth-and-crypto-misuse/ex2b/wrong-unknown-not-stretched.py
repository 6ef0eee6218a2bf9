# fails: ex2b-tests-work
# why: compares for unknown names, and saves the stretch
def sign_in(name: str, password: str, accounts: dict, stretch, same) -> bool:
    if name in accounts:
        salt, digest = accounts[name]
        return same(stretch(password, salt), digest)
    return same(bytes(64), bytes(63) + b"x")
