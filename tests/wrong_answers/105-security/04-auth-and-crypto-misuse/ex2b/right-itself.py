def sign_in(name: str, password: str, accounts: dict, stretch, same) -> bool:
    account = accounts.get(name)
    salt = account[0] if account else secrets.token_bytes(16)
    made = stretch(password, salt)
    equal = same(made, account[1] if account else made)
    return bool(account) & equal
