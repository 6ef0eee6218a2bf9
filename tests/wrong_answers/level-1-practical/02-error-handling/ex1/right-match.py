def outcome(status, body):
    match status, body:
        case 200, {"state": "printed"}:
            return "printed"
        case (429 | 503), _:
            return "busy"
        case 408, _:
            return "unknown"
        case int(), _ if status // 100 == 4:
            return "refused"
    return "unknown"
