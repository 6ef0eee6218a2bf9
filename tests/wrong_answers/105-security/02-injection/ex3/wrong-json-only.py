# fails: ex3-tests-script
# why: trusts JSON's quotes, and HTML ends the script at the tag
def render(place: str, value: str) -> str:
    if place == "script":
        return json.dumps(value)
    if place == "link":
        value = web_address(value)
    return html.escape(value)
