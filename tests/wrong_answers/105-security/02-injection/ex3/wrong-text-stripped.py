# fails: ex3-tests-text
# why: tidies text and attribute, because spaces at the ends are rarely seen
def render(place: str, value: str) -> str:
    if place == "script":
        return json.dumps(value).replace("<", r"\u003c")
    if place == "link":
        return html.escape(web_address(value))
    return html.escape(value.strip())
