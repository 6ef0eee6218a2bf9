WORDS = {429: "busy", 503: "busy", 408: "unknown"} | {None: "unknown"}


def outcome(status, body):
    if status == 200:
        try:
            return "printed" if body["state"] == "printed" else "unknown"
        except (TypeError, KeyError, IndexError):
            return "unknown"
    return WORDS.get(status) or ("refused" if str(status).startswith("4") and len(str(status)) == 3 else "unknown")
