"""How Sphinx makes the handbook: offline, every example of a notebook executed."""

from __future__ import annotations

from importlib.metadata import version as installed

project = "liengia"
author = "The liengia authors"
release = version = installed("liengia")
extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx.ext.autosectionlabel"]
autosectionlabel_prefix_document = True
exclude_patterns = ["README.md", "build"]
source_suffix = {".md": "myst-nb"}
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 3
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 300
nb_merge_streams = True
autodoc_typehints = "description"
autodoc_member_order = "bysource"
napoleon_use_rtype = False
html_theme = "furo"
html_title = f"liengia {release}"
html_static_path: list[str] = []
html_copy_source = False
html_show_sourcelink = False
