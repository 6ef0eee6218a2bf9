# fails: ex1b-tests-honest
# why: refuses every part that is two dots, also where it leads in again
def inside(root: str, name: str, links: dict[str, str]) -> str | None:
    if ".." in unquote(name).split("/"):
        return None
    try:
        base = lesson.real_path(root, links)
        path = lesson.real_path(f"{root}/{unquote(name)}", links)
    except OSError:
        return None
    return path if path.startswith(base + "/") else None
