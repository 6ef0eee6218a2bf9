def sign_in(name: str, password: str, accounts: dict, stretch, same) -> bool:
    try:
        salt, digest = accounts[name]
    except KeyError:
        salt, digest = bytes(16), secrets.token_bytes(64)
    return same(stretch(password, salt), digest)
