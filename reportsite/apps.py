"""The administration as this site has it."""

from django.contrib.admin.apps import AdminConfig


class AdministrationConfig(AdminConfig):
    """Django's administration with the site of `disclosure.administration`."""

    default_site = "disclosure.administration.Administration"
