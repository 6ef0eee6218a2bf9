# fails: ex2b-tests-in
# why: cuts the password at 72 bytes, as bcrypt does
def sign_in(name: str, password: str, accounts: dict, stretch, same) -> bool:
    salt, digest = accounts.get(name, (bytes(16), bytes(64)))
    return same(stretch(password.encode()[:72].decode(errors="ignore"), salt), digest) and name in accounts
