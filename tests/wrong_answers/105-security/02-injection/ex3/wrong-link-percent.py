# fails: ex3-tests-link
# why: encodes the address by percent signs, and with it those that it had
def render(place: str, value: str) -> str:
    if place == "script":
        return json.dumps(value).replace("<", r"\u003c")
    if place == "link":
        from urllib.parse import quote
        return html.escape(quote(web_address(value), safe=":/?&=#"))
    return html.escape(value)
