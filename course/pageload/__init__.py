"""A ticket shop's page, plans for loading it, and what they achieve: by a model, or in Chromium.

Everything here is for notebooks. Plans are plain data of strangers. Files in reading order:
  shop_page          the page of a seed: modules, pictures, third parties, routes
  load_plans         plans read strictly, and the functions of the page that they break
  load_marks         conditions, and the marks of a load: TTI by one rule for model and browser
  load_model         one load under a condition
  museum_page        a smaller page for lessons, and graphs of modules to split
  project_measures   before and after, as the project of level 1 counts them
  real_page          the same page as files, served on the loopback and loaded by a Chromium
"""

from course.pageload.load_marks import (
    CABLE,
    COLD_VENDOR,
    CONDITIONS,
    FAST_4G,
    SLOW_4G,
    SLOW_CPU,
    Condition,
    SimulatedLoad,
    interactive_at,
)
from course.pageload.load_model import load
from course.pageload.load_plans import LoadPlan, load_plan, plan_text, written_plan
from course.pageload.museum_page import (
    bundle_faults,
    module_rows,
    modules_figure,
    museum_page,
    museum_plan,
    practice_graph,
    route_kb,
    start_kb,
)
from course.pageload.project_measures import (
    loads,
    loads_figure,
    lost_functions,
    project_measures,
    project_table,
)
from course.pageload.shop_page import ShopPage, as_found, shop_page

__all__ = [
    "CABLE",
    "COLD_VENDOR",
    "CONDITIONS",
    "FAST_4G",
    "SLOW_4G",
    "SLOW_CPU",
    "Condition",
    "LoadPlan",
    "ShopPage",
    "SimulatedLoad",
    "as_found",
    "bundle_faults",
    "interactive_at",
    "load",
    "load_plan",
    "loads",
    "loads_figure",
    "lost_functions",
    "module_rows",
    "modules_figure",
    "museum_page",
    "museum_plan",
    "plan_text",
    "practice_graph",
    "project_measures",
    "project_table",
    "route_kb",
    "shop_page",
    "start_kb",
    "written_plan",
]
