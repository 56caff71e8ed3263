"""Ten wrong passwords close a name from one address for a while, and nobody else."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

WRONG = {"username": "示例填报员", "password": "不对的密码"}
RIGHT = {"username": "示例填报员", "password": "一句足够长的口令-2024"}


@pytest.fixture
def throttled(settings, db) -> User:
    settings.AXES_ENABLED = True
    return User.objects.create_user(**RIGHT)


def attempt(words: dict[str, str], address: str = "10.0.0.1") -> int:
    return Client(REMOTE_ADDR=address).post(reverse("login"), words).status_code


def test_nine_mistakes_are_forgiven(throttled: User) -> None:
    assert [attempt(WRONG) for _ in range(9)] == [200] * 9
    assert attempt(RIGHT) == 302


def test_the_tenth_closes_this_name_from_this_address(throttled: User) -> None:
    for _ in range(10):
        attempt(WRONG)
    closed = Client(REMOTE_ADDR="10.0.0.1").post(reverse("login"), RIGHT)
    assert closed.status_code == 429
    assert "15分钟" in closed.content.decode()


def test_the_colleague_elsewhere_still_comes_in(throttled: User) -> None:
    for _ in range(10):
        attempt(WRONG)
    assert attempt(RIGHT, address="10.0.0.2") == 302
