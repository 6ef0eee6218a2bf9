def decide(url: str, resolve) -> tuple:
    def judged():
        parts = urlsplit(url)
        default = {"http": 80, "https": 443}[parts.scheme]
        port = default if parts.port is None else parts.port
        if port not in {80, 443}:
            raise ValueError(f"port {port}")
        first, *rest = resolve(parts.hostname) if parts.hostname else []
        if not all(map(lesson.is_public, [first, *rest])):
            raise ValueError("not public")
        return "connect", first, parts.hostname, port

    try:
        return judged()
    except (ValueError, KeyError) as error:
        return "refuse", repr(error)
