# fails: ex1b-tests-links
# why: tidies up and follows no link
def inside(root: str, name: str, links: dict[str, str]) -> str | None:
    path = posixpath.normpath(f"{root}/{unquote(name)}")
    return path if path.startswith(root + "/") else None
