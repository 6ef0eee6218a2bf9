# fails: ex1b-tests-honest
# why: takes two dots and a slash out once
def inside(root: str, name: str, links: dict[str, str]) -> str | None:
    name = unquote(name).replace("../", "")
    try:
        base = lesson.real_path(root, links)
        path = lesson.real_path(f"{root}/{name}", links)
    except OSError:
        return None
    return path if path.startswith(base + "/") else None
