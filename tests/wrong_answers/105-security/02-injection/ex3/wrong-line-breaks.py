# fails: ex3-tests-text
# why: shows line ends as tags of its own
def render(place: str, value: str) -> str:
    if place == "script":
        return json.dumps(value).replace("<", r"\u003c")
    if place == "text":
        return html.escape(value).replace("\n", "<br>")
    if place == "link":
        value = web_address(value)
    return html.escape(value)
