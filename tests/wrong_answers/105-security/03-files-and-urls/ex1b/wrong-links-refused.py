# fails: ex1b-tests-honest
# why: refuses every name with a link in it
def inside(root: str, name: str, links: dict[str, str]) -> str | None:
    path = posixpath.normpath(f"{root}/{unquote(name)}")
    if lesson.real_path(f"{root}/{unquote(name)}", links) != path:
        return None
    return path if path.startswith(root + "/") else None
