"""What nbgrader must know in everybody's server: which course, and where the exchange is."""

import os

c = get_config()  # noqa: F821 - traitlets gives it
c.CourseDirectory.course_id = os.environ["COURSE_ID"]
c.Exchange.root = os.environ["COURSE_EXCHANGE"]
# Whoever fetches gets the paper that was drawn for them, where an assignment has papers.
c.ExchangeFactory.fetch_assignment = "course.gradebook.paper_exchange.FetchWithPaper"
