"""What both children need: names of libraries, facts of classes, the shell, files, seeds."""
