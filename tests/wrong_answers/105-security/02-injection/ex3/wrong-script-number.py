# fails: ex3-tests-script
# why: passes digits on as a number
def render(place: str, value: str) -> str:
    if place == "script" and value.isdigit():
        return value
    if place == "script":
        return json.dumps(value).replace("<", r"\u003c")
    if place == "link":
        value = web_address(value)
    return html.escape(value)
