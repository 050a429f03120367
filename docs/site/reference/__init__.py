"""The reference, told by the code itself: one module a page, found by looking in this package.

Each has `pages(language)`: the MyST text of its pages, by file name.
"""
