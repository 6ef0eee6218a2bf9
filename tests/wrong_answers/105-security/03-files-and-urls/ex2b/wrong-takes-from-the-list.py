# fails: ex2b-tests-once
# why: takes the first address out of the resolver's own list, so the next call gets another one
def decide(url, resolve):
    try:
        parts = urlsplit(url); host, port = parts.hostname, parts.port
    except ValueError:
        return "refuse", "unreadable"
    if parts.scheme not in ("http", "https") or not host: return "refuse", "form"
    port = port if port is not None else {"http": 80, "https": 443}[parts.scheme]
    if port not in (80, 443): return "refuse", "port"
    found = resolve(host)
    if not found or not all(map(lesson.is_public, found)): return "refuse", "not public"
    return "connect", found.pop(0), host, port
