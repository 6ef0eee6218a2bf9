# fails: ex1-tests-names
# why: writes a pattern for each visible example
def redact(text: str) -> str:
    for pattern, replacement in (
        (r"Bearer \S{20,}", "Bearer [secret]"),
        (r"dpk_\w{16,}", "[secret]"),
        (r"api_token=\w+", "api_token=[secret]"),
        (r'"db_password": "[^"]+"', '"db_password": "[secret]"'),
        (r"(postgres://depot:)[^@]+", r"\1[secret]"),
        (r"(?s)(BEGIN PRIVATE KEY-----).*(-----END)", r"\1[secret]\2"),
    ):
        text = re.sub(pattern, replacement, text)
    return text
