"""The addresses of the site: the office's pages and the public ones, and the administration of bureaus and members."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("disclosure.urls")),
]
