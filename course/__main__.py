from course.cli.command import main

raise SystemExit(main())
