# fails: ex1b-tests-out
# why: undoes the spelling of dots that it knows, looks at the beginning, and decodes afterwards
def inside(root: str, name: str, links: dict[str, str]) -> str | None:
    if name.replace("%2e", ".").startswith("../"):
        return None
    try:
        return lesson.real_path(f"{root}/{unquote(name)}", links)
    except OSError:
        return None
