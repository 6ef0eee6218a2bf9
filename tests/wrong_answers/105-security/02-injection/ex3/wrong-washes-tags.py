# fails: ex3-tests-text
# why: takes tags out by a pattern
def render(place: str, value: str) -> str:
    if place == "script":
        return json.dumps(value).replace("<", r"\u003c")
    if place == "link":
        return html.escape(web_address(value))
    return html.escape(re.sub(r"<[^>]*>", "", value))
