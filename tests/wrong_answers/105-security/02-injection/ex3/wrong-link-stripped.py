# fails: ex3-tests-link
# why: strips the address before it looks, and gives the stripped one
def render(place: str, value: str) -> str:
    if place == "script":
        return json.dumps(value).replace("<", r"\u003c")
    if place == "link":
        value = web_address(value.strip())
    return html.escape(value)
