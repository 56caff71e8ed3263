"""The log-in, and the password of one's own."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.password_validation import get_default_password_validators
from django.contrib.auth.views import LoginView, PasswordChangeView
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from ..models import Member


class Gate(LoginView):
    """Logs somebody in; who is logged in already goes on at once, unless `other` in the address asks for another account."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.redirect_authenticated_user = "other" not in request.GET


class OwnPasswordForm(PasswordChangeForm):
    """A new password has to be another one: who gave the old one knows it."""

    error_messages = {
        **PasswordChangeForm.error_messages,
        "password_incorrect": "旧密码不对，请再写一次。",
        "password_mismatch": "两次写的新密码不一样。",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shortest = max(getattr(each, "min_length", 0) for each in get_default_password_validators())
        asked = f"至少{shortest}个字，不能全是数字，不能太常见，也不能和用户名相近。"
        self.fields["new_password1"].help_text = asked
        self.fields["new_password2"].help_text = "和上面写的一样。"

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if typed.get("new_password1") and typed.get("new_password1") == typed.get("old_password"):
            self.add_error("new_password1", "新密码和原来的一样，请换一个。")
        return typed


class OwnPassword(PasswordChangeView):
    """Changes one's own password; one that somebody else gave is over with it."""

    form_class = OwnPasswordForm

    @transaction.atomic
    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        Member.objects.filter(user=form.user).update(first_password=False)
        return super().form_valid(form)
