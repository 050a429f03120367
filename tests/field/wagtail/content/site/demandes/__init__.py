"""Requests of citizens: the form page of Wagtail's documentation, and a page to follow them."""
