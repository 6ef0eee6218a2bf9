# fails: ex2b-tests-work
# why: sends names through the silent comparison, too
def sign_in(name: str, password: str, accounts: dict, stretch, same) -> bool:
    fits = False
    for known, (salt, digest) in accounts.items():
        if same(known.encode(), name.encode()):
            fits = same(stretch(password, salt), digest)
    return fits
