"""The addresses of the site: the office's pages and the public ones, and the administration of bureaus and members."""

from django.contrib import admin
from django.urls import include, path

handler500 = "disclosure.views.errors.server_error"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("disclosure.urls")),
]
