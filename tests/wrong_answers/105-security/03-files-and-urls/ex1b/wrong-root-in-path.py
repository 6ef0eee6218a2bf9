# fails: ex1b-tests-out
# why: looks whether the root occurs in the path, in front of the walk
def inside(root: str, name: str, links: dict[str, str]) -> str | None:
    path = f"{root}/{unquote(name)}"
    try:
        return lesson.real_path(path, links) if root in path else None
    except OSError:
        return None
