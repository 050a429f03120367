"""Settings of Sphinx for both languages: `sphinx-build -c docs/site -D language=fr …`."""

project = "epreuve"
extensions = ["myst_parser"]
html_theme = "furo"
html_title = "epreuve"
html_copy_source = False
html_show_copyright = False
html_show_sphinx = False
# Pages load nothing from other sites, so that they can be read during a crisis.
html_theme_options = {"footer_icons": []}
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
highlight_language = "none"
templates_path: list[str] = []
nitpicky = True
