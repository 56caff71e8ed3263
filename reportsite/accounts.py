"""How an account is found behind a session."""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User


class WithMember(ModelBackend):
    """The accounts of Django, each read with its member and bureau at once: every page of the staff needs them."""

    def get_user(self, user_id: int) -> User | None:
        user = User.objects.select_related("member__bureau").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
