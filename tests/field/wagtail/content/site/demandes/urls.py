"""Addresses: those of `wagtail start`, and the page to follow a request."""

from commune.urls import urlpatterns as pages
from django.urls import path

from demandes.views import follow

urlpatterns = [path("suivi/<int:number>/<str:key>/", follow, name="follow"), *pages]
