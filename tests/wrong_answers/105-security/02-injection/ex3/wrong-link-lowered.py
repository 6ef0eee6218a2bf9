# fails: ex3-tests-link
# why: gives the address back in small letters
def render(place: str, value: str) -> str:
    if place == "script":
        return json.dumps(value).replace("<", r"\u003c")
    if place == "link":
        value = web_address(value.lower())
    return html.escape(value)
