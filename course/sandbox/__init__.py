"""Where learners' code runs: it can see little of this machine, use little, and reach nobody.

The grader starts a zygote, which imports the libraries once, builds a jail and clones a child for
each request. Grading and examination decide what the children do; here is what holds them.

    client.py        the grader's end: start a zygote, ask it for children, watch and end them
    zygote.py        the process that children are cloned from, and the packets it understands
    jail.py          what a child may see and use: namespaces, mounts, limits
    seccomp.py       the system calls it may not make
    linux.py         the system calls that Python does not offer
    memory.py        how much memory a child's processes hold together
    work_folders.py  files in and out of a child's folders
"""
