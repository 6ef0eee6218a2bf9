"""Where learners' code runs: it can see little of this machine, use little, and reach nobody.

The grader starts a zygote, which imports the libraries once, builds a jail and clones a child for
each request. Grading and examination decide what the children do; here is what holds them.

    client.py        the grader's end: start a zygote, ask it for children, watch and end them
    zygote.py        the process that children are cloned from, and the packets it understands
    jail.py          what a child may see and use: namespaces, mounts, limits
    seccomp.py       the system calls it may not make
    linux.py         system calls that Python does not offer, and how much memory is held
    work_folders.py  files in and out of a child's folders
"""
