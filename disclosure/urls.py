"""The addresses of the pages, by meaning."""

from django.contrib.auth import views as auth_views
from django.urls import path

from .views import office, public, reviewing

urlpatterns = [
    # people: log in, log out, password
    path("login/", auth_views.LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("logout/", auth_views.LogoutView.as_view(), name="logout"),
    path("password/", auth_views.PasswordChangeView.as_view(), name="password_change"),
    path("password/done/", auth_views.PasswordChangeDoneView.as_view(), name="password_change_done"),
    # the filer's desk: views/home.py, views/editing.py, views/checking.py
    # acts and review: views/acting.py, views/reviewing.py, views/office.py
    path("review/", reviewing.review_queue, name="review_queue"),
    path("review/<int:pk>/", reviewing.review, name="review"),
    path("review/<int:pk>/accept/", reviewing.accept_reason, name="accept_reason"),
    path("review/<int:pk>/remark/", reviewing.remark, name="remark"),
    path("season/", office.season_now, name="season_now"),
    path("season/<int:year>/", office.season, name="season"),
    # the public: views/public.py
    path("", public.public_index, name="public_index"),
    path("reports/<slug:code>/", public.public_body, name="public_body"),
    path("reports/<slug:code>/<int:year>/", public.public_report, name="public_report"),
    path("reports/<slug:code>/<int:year>/<int:number>/", public.public_edition, name="public_edition"),
    path("reports/<slug:code>/<int:year>/<int:number>/<str:name>", public.public_file, name="public_file"),
]
