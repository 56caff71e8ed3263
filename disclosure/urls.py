"""The addresses of the pages, by meaning."""

from django.contrib.auth import views as auth_views
from django.urls import path, register_converter

from .views import (
    acting,
    beside,
    cells,
    changes,
    checker,
    checking,
    downloads,
    editing,
    figures,
    files,
    head,
    home,
    intake,
    office,
    pack,
    pasting,
    pictures,
    printing,
    public,
    public_ledger,
    published,
    reviewing,
    rules,
    saving,
    verification,
    words,
)

register_converter(figures.PlaceConverter, "place")

urlpatterns = [
    # people: log in, log out, password
    path("login/", auth_views.LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("logout/", auth_views.LogoutView.as_view(), name="logout"),
    path("password/", auth_views.PasswordChangeView.as_view(), name="password_change"),
    path("password/done/", auth_views.PasswordChangeDoneView.as_view(), name="password_change_done"),
    # the filer's desk: views/home.py, views/editing.py, views/checking.py, views/printing.py
    path("work/", home.home, name="home"),
    path("work/start/<int:year>/", home.start, name="start"),
    path("work/<int:pk>/", home.report, name="report"),
    path("work/<int:pk>/head/", head.edit_head, name="edit_head"),
    path("work/<int:pk>/check/", checking.check, name="check"),
    path("work/<int:pk>/reason/", checking.give_reason, name="give_reason"),
    path("work/<int:pk>/history/", checking.history, name="history"),
    path("work/<int:pk>/print/", printing.preview, name="preview"),
    path("work/<int:pk>/print.pdf", printing.preview_pdf, name="preview_pdf"),
    path("work/<int:pk>/report.<str:kind>", downloads.draft_file, name="draft_file"),
    path("work/<int:pk>/act/<str:action>/", acting.act, name="act"),
    path("work/<int:pk>/intake/", intake.intake, name="intake"),
    path("work/<int:pk>/intake/confirm/", intake.confirm_intake, name="confirm_intake"),
    path("work/<int:pk>/intake/put-away/", intake.put_away_intake, name="put_away_intake"),
    path("work/<int:pk>/intake/undo/", intake.undo_intake, name="undo_intake"),
    path("work/<int:pk>/<str:section>/", editing.edit_section, name="edit_section"),
    path("work/<int:pk>/<str:section>/cells/", cells.cells, name="cells"),
    path("work/<int:pk>/<str:section>/findings/", cells.findings, name="findings"),
    path("work/<int:pk>/pictures/<int:number>.png", pictures.picture, name="picture"),
    path("work/<int:pk>/pictures/<int:number>/remove/", pictures.remove_picture, name="remove_picture"),
    path(
        "work/<int:pk>/<str:section>/picture/<int:number>/", words.describe_picture, name="describe_picture"
    ),
    path("work/<int:pk>/<str:section>/picture/", pictures.add_picture, name="add_picture"),
    path("work/<int:pk>/<str:section>/declare/", editing.declare, name="declare"),
    path("work/<int:pk>/<str:section>/zeros/", editing.zeros, name="zeros"),
    path("work/<int:pk>/<str:section>/carry-over/", editing.carry_over, name="carry_over"),
    path("work/<int:pk>/<str:section>/undeclare/", editing.undeclare, name="undeclare"),
    # its words: views/words.py, views/saving.py, views/pasting.py, views/beside.py
    path("work/<int:pk>/<str:section>/words/", saving.save_typed, name="save_typed"),
    path("work/<int:pk>/<str:section>/start/", words.start_words, name="start_words"),
    path("work/<int:pk>/<str:section>/paste/", pasting.paste, name="paste"),
    path("work/<int:pk>/<str:section>/preview/", beside.preview_words, name="preview_words"),
    # acts and review: views/acting.py, views/reviewing.py, views/office.py
    path("review/", reviewing.review_queue, name="review_queue"),
    path("review/<int:pk>/", reviewing.review, name="review"),
    path("review/<int:pk>/accept/", reviewing.accept_reason, name="accept_reason"),
    path("review/<int:pk>/remark/", reviewing.remark, name="remark"),
    path("season/", office.season_now, name="season_now"),
    path("season/<int:year>/", office.season, name="season"),
    # the public: views/public.py, views/published.py, views/files.py, views/pack.py
    path("check/", checker.public_check, name="public_check"),
    path("rules/", rules.rules, name="public_rules"),
    path("rules.json", rules.rules_data, name="public_rules_data"),
    path("", public.public_index, name="public_index"),
    path("v/", verification.public_verify_ask, name="public_verify_ask"),
    path("v/digests/<str:prefix>.json", verification.public_digests, name="public_digests"),
    path("v/<str:code>/", verification.public_verify, name="public_verify"),
    path("v/<str:code>/record.json", verification.public_verify_data, name="public_verify_data"),
    path("ledger/", public_ledger.public_ledger, name="public_ledger"),
    path("ledger.json", public_ledger.public_ledger_data, name="public_ledger_data"),
    path("ledger/<int:first>.json", public_ledger.public_ledger_part, name="public_ledger_part"),
    path("reports/<slug:code>/", public.public_body, name="public_body"),
    path("reports/<slug:code>/<int:year>/", published.public_report, name="public_report"),
    path("reports/<slug:code>/<int:year>/<int:number>/", published.public_edition, name="public_edition"),
    path("reports/<slug:code>/<int:year>/cells/", figures.public_cells, name="public_cells"),
    path(
        "reports/<slug:code>/<int:year>/<int:number>/changes/", changes.public_changes, name="public_changes"
    ),
    path(
        "reports/<slug:code>/<int:year>/<int:number>/changes.json",
        changes.public_changes_data,
        name="public_changes_data",
    ),
    path(
        "reports/<slug:code>/<int:year>/<int:number>/source.<str:kind>",
        files.public_source,
        name="public_source",
    ),
    path("reports/<slug:code>/<int:year>/<int:number>/pack.zip", pack.public_pack, name="public_pack"),
    path("reports/<slug:code>/<int:year>/<int:number>/<str:name>", files.public_file, name="public_file"),
    path("reports/<slug:code>/<int:year>/<place:key>/", figures.figure, name="figure"),
    path("reports/<slug:code>/<int:year>/<place:key>.json", figures.figure_data, name="figure_data"),
]
