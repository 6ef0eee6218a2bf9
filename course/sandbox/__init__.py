"""Where learners' code runs: the jail, the zygote that clones children in it, and their folders."""
