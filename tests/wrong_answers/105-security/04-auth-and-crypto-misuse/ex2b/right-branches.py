def sign_in(name: str, password: str, accounts: dict, stretch, same) -> bool:
    known = name in accounts
    if known:
        salt, digest = accounts[name]
    else:
        salt, digest = b"no such account!", b"no digest has these 24 b"
    result = same(stretch(password, salt), digest)
    return known and result
