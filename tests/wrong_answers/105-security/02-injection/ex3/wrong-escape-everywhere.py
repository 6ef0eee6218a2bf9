# fails: ex3-tests-script
# why: uses one encoder for all places
def render(place: str, value: str) -> str:
    return html.escape(value)
