# fails: ex3-tests-link
# why: asks for the scheme only, so an address without its slashes passes
def render(place: str, value: str) -> str:
    if place == "script":
        return json.dumps(value).replace("<", r"\u003c")
    if place == "link":
        from urllib.parse import urlsplit
        if urlsplit(value).scheme not in ("http", "https"):
            return "#"
    return html.escape(value)
