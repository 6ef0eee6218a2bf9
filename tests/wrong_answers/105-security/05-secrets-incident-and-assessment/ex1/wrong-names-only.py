# fails: ex1-tests-measured
# why: stops after one of five kinds
def redact(text: str) -> str:
    return re.sub(r"(?i)([\w-]*(?:password|secret|token|api_key)[\"']?\s*[=:]\s*)(?:\"[^\"]*\"|'[^']*'|[^\s,;&\"']+)", r"\1[secret]", text)
