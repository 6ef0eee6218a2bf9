# fails: ex1b-tests-honest
# why: refuses a name with the word private in it
def inside(root: str, name: str, links: dict[str, str]) -> str | None:
    if "private" in name:
        return None
    try:
        base = lesson.real_path(root, links)
        path = lesson.real_path(f"{root}/{unquote(name)}", links)
    except OSError:
        return None
    return path if path.startswith(base + "/") else None
