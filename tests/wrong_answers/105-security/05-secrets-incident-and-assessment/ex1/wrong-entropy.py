# fails: ex1-tests-neighbours
# why: takes randomness for a secret, so that ids and digests are lost
def redact(text: str) -> str:
    return re.sub(r"\S+", lambda word: "[secret]" if entropy(word[0]) > 3.5 else word[0], text)
