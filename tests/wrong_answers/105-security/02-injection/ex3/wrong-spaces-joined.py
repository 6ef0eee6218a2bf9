# fails: ex3-tests-text
# why: joins spaces, since a browser shows one
def render(place: str, value: str) -> str:
    if place == "script":
        return json.dumps(value).replace("<", r"\u003c")
    if place == "text":
        return html.escape(" ".join(value.split()))
    if place == "link":
        value = web_address(value)
    return html.escape(value)
