"""Reference pages, generated from the code. Each module of this package generates its pages.

`pages(language)` returns the MyST text of each page, by file name.
"""
