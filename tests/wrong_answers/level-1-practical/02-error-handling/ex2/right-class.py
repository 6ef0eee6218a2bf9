class Purpose:
    def __init__(self, vendor, action, key, goal):
        self.vendor, self.action, self.key, self.goal = vendor, action, key, goal
        self.left, self.sure = 6, True

    def requests(self):
        while self.left:
            self.left -= 1
            word = yield self.vendor, (self.action if self.sure else "look"), self.key
            if word in (self.goal, "refused"):
                return word
            self.sure = {"unknown": False, "busy": self.sure}.get(word, True)
        return "busy" if self.sure else "unknown"


def order(key):
    words = []
    for vendor in ("labels", "insurance"):
        words.append((yield from Purpose(vendor, "make", key, "printed").requests()))
        if words[-1] != "printed":
            break
    if words[-1] in ("printed", "unknown"):
        return words[-1]
    if len(words) == 1:
        return "refused"
    undone = yield from Purpose("labels", "undo", key, "none").requests()
    return "refused" if undone == "none" else "unknown"
