def render(place: str, value: str) -> str:
    if place == "script":
        return "<".join([json.dumps(value)]).replace("<", "\\x3c".replace("x", "u00"))
    if place == "link" and value.lower().split("://")[0] not in ("http", "https"):
        return "#"
    if place == "link" and "://" not in value:
        return "#"
    names = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}
    return "".join(names.get(c, c) for c in value)
