"""Whose report is this: fetch it for who may see it, or end the request."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import add_never_cache_headers

from .models import Bureau, Member, Report, Role

P = ParamSpec("P")
MemberView = Callable[Concatenate[HttpRequest, Member, P], HttpResponse]


def member_of(request: HttpRequest) -> Member | None:
    """The member behind a request; None for the public and for accounts that belong to no bureau in use.

    A request that was refused before anybody looked who sent it (a wrong host) has no user: its error page is drawn too.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    member: Member | None = getattr(user, "member", None)
    return member if member is not None and member.bureau.active else None


def own_password_first(request: HttpRequest) -> HttpResponse | None:
    """The way to a password of one's own, for who came in with one that somebody else gave and may still know."""
    member = member_of(request)
    return redirect("password_change") if member and member.first_password else None


def members_only(
    *roles: Role,
) -> Callable[[MemberView[P]], Callable[Concatenate[HttpRequest, P], HttpResponse]]:
    """Hand the view the member behind the request; log-in for strangers, 403 for any role not named here.

    The browser keeps no copy of a page, unless the view says otherwise: going back shows what stands now, and nothing
    to whoever comes after a log-out. The answer to a form, with what was typed, is still there for who goes back to it.
    """

    def decorate(view: MemberView[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            member = member_of(request)
            if member is None or member.role not in roles:
                raise PermissionDenied("这一页不归您的角色使用。")
            answer = own_password_first(request) or view(request, member, *args, **kwargs)
            if request.method != "POST" and not answer.has_header("Cache-Control"):
                add_never_cache_headers(answer)
            return answer

        return guarded

    return decorate


def bureaus_below(bureau: Bureau) -> set[int]:
    """The ids of every bureau under this one, at any depth, without itself."""
    above = dict(Bureau.objects.values_list("pk", "supervisor_id"))
    found: set[int] = set()
    level = {bureau.pk}
    while level:
        level = {pk for pk, parent in above.items() if parent in level} - found - {bureau.pk}
        found |= level
    return found


def visible_bureaus(member: Member) -> QuerySet[Bureau]:
    """The bureaus whose reports a member may see: their own, and for a supervisor those under it as well."""
    if member.role == Role.SUPERVISOR:
        return Bureau.objects.filter(Q(pk=member.bureau_id) | Q(pk__in=bureaus_below(member.bureau)))
    if member.role == Role.CLERK:
        return Bureau.objects.filter(pk=member.bureau_id)
    return Bureau.objects.none()


def visible_report(member: Member, pk: int, *only: str) -> Report:
    """A report the member may see; 404 when there is none, 403 when it belongs to somebody else.

    `only` names the fields that are needed, where it is not the whole report with its bureau.
    """
    whole = Report.objects.select_related("bureau", "submitted_by")
    report = get_object_or_404(Report.objects.only("bureau_id", *only) if only else whole, pk=pk)
    if not _sees(member, report.bureau_id):
        raise PermissionDenied("看不到这份报告。它属于别的单位。")
    return report


def _sees(member: Member, bureau_id: int) -> bool:
    """Whether the bureau is one of `visible_bureaus`; asks the database about other people's only."""
    if bureau_id == member.bureau_id:
        return member.role in (Role.CLERK, Role.SUPERVISOR)
    return visible_bureaus(member).filter(pk=bureau_id).exists()


def own_report(member: Member, pk: int, *only: str) -> Report:
    """A report of the clerk's own bureau; 403 for every other role and body. `only`: as for `visible_report`."""
    report = visible_report(member, pk, *only)
    if member.role != Role.CLERK or report.bureau_id != member.bureau_id:
        raise PermissionDenied("只有本单位的填报人员能改这份报告。")
    return report


def reviewable_report(member: Member, pk: int) -> Report:
    """A report a supervisor reviews: of a bureau under theirs or of their own office; 403 otherwise."""
    report = visible_report(member, pk)
    if member.role != Role.SUPERVISOR:
        raise PermissionDenied("审核由主管部门办理。")
    return report


def published_report(code: str, year: int) -> Report:
    """A report the public may know of: one with at least one edition, also when it is taken down; 404 otherwise."""
    report = get_object_or_404(Report.objects.select_related("bureau"), bureau__code=code, year=year)
    if not report.edition:
        raise Http404
    return report
