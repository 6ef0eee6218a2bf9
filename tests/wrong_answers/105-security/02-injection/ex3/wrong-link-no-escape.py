# fails: ex3-tests-link
# why: checks the address and forgets that it stands in an attribute
def render(place: str, value: str) -> str:
    if place == "script":
        return json.dumps(value).replace("<", r"\u003c")
    if place == "link":
        return web_address(value)
    return html.escape(value)
