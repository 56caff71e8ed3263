"""The addresses of the pages, by meaning."""

from django.contrib.auth import views as auth_views
from django.urls import include, path, register_converter

from .views import (
    acting,
    api,
    beside,
    bodies,
    cells,
    changes,
    checker,
    checking,
    downloads,
    editing,
    feeds,
    figures,
    files,
    gate,
    head,
    home,
    intake,
    office,
    opendata,
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
    searching,
    verification,
    words,
    years,
)

register_converter(figures.PlaceConverter, "place")
register_converter(published.NumberConverter, "plain")

# the filer's desk: views/home.py, views/editing.py, views/checking.py, views/printing.py
_DESK = [
    path("", home.home, name="home"),
    path("here/", home.here, name="here"),
    path("start/<int:year>/", home.start, name="start"),
    path("<int:pk>/", home.report, name="report"),
    path("<int:pk>/head/", head.edit_head, name="edit_head"),
    path("<int:pk>/check/", checking.check, name="check"),
    path("<int:pk>/findings.csv", checking.findings_file, name="findings_file"),
    path("<int:pk>/reason/", checking.give_reason, name="give_reason"),
    path("<int:pk>/history/", checking.history, name="history"),
    path("<int:pk>/print/", printing.preview, name="preview"),
    path("<int:pk>/print.pdf", printing.preview_pdf, name="preview_pdf"),
    path("<int:pk>/report.<str:kind>", downloads.draft_file, name="draft_file"),
    path("<int:pk>/act/<str:action>/", acting.act, name="act"),
    path("<int:pk>/intake/", intake.intake, name="intake"),
    path("<int:pk>/intake/confirm/", intake.confirm_intake, name="confirm_intake"),
    path("<int:pk>/intake/put-away/", intake.put_away_intake, name="put_away_intake"),
    path("<int:pk>/intake/undo/", intake.undo_intake, name="undo_intake"),
    path("<int:pk>/<str:section>/", editing.edit_section, name="edit_section"),
    path("<int:pk>/<str:section>/cells/", cells.cells, name="cells"),
    path("<int:pk>/<str:section>/findings/", cells.findings, name="findings"),
    path("<int:pk>/pictures/<int:number>.png", pictures.picture, name="picture"),
    path("<int:pk>/pictures/<int:number>/remove/", pictures.remove_picture, name="remove_picture"),
    path("<int:pk>/<str:section>/picture/<int:number>/", words.describe_picture, name="describe_picture"),
    path("<int:pk>/<str:section>/picture/", words.add_picture, name="add_picture"),
    path("<int:pk>/<str:section>/declare/", editing.declare, name="declare"),
    path("<int:pk>/<str:section>/zeros/", editing.zeros, name="zeros"),
    path("<int:pk>/<str:section>/carry-over/", editing.carry_over, name="carry_over"),
    path("<int:pk>/<str:section>/undeclare/", editing.undeclare, name="undeclare"),
    # its words: views/words.py, views/saving.py, views/pasting.py, views/beside.py
    path("<int:pk>/<str:section>/words/", saving.save_typed, name="save_typed"),
    path("<int:pk>/<str:section>/start/", words.start_words, name="start_words"),
    path("<int:pk>/<str:section>/paste/", pasting.paste, name="paste"),
    path("<int:pk>/<str:section>/preview/", beside.preview_words, name="preview_words"),
]

# a body, a report and its files: views/bodies.py, views/published.py, views/files.py, views/pack.py, views/figures.py
_REPORTS = [
    path("<slug:code>/", bodies.public_body, name="public_body"),
    path("<slug:code>/<plain:year>/", published.public_report, name="public_report"),
    path("<slug:code>/<plain:year>/<plain:number>/", published.public_edition, name="public_edition"),
    path("<slug:code>/<plain:year>/cells/", figures.public_cells, name="public_cells"),
    path("<slug:code>/<plain:year>/<plain:number>/changes/", changes.public_changes, name="public_changes"),
    path(
        "<slug:code>/<plain:year>/<plain:number>/changes.json",
        changes.public_changes_data,
        name="public_changes_data",
    ),
    path(
        "<slug:code>/<plain:year>/<plain:number>/source.<str:kind>",
        files.public_source,
        name="public_source",
    ),
    path("<slug:code>/<plain:year>/<plain:number>/pack.zip", pack.public_pack, name="public_pack"),
    path("<slug:code>/<plain:year>/<plain:number>/<str:name>", files.public_file, name="public_file"),
    path("<slug:code>/<plain:year>/<place:key>/", figures.figure, name="figure"),
    path("<slug:code>/<plain:year>/<place:key>.json", figures.figure_data, name="figure_data"),
]

# views/verification.py
_VERIFICATION = [
    path("", verification.public_verify_ask, name="public_verify_ask"),
    path("digests/<str:prefix>.json", verification.public_digests, name="public_digests"),
    path("<str:code>/", verification.public_verify, name="public_verify"),
    path("<str:code>/record.json", verification.public_verify_data, name="public_verify_data"),
]

# views/public_ledger.py
_LEDGER = [
    path("", public_ledger.public_ledger, name="public_ledger"),
    path("verify.py", public_ledger.public_ledger_verifier, name="public_ledger_verifier"),
    path("<plain:first>.json", public_ledger.public_ledger_part, name="public_ledger_part"),
]

# views/opendata.py
_DATA = [
    path("", opendata.public_data, name="public_data"),
    path("mapping.json", opendata.public_mapping, name="public_mapping"),
    path("schemas/<str:format_id>.json", opendata.public_schema, name="public_schema"),
    path("openapi.json", opendata.public_openapi, name="public_openapi"),
    path("<str:stem>.<str:kind>", opendata.public_data_file, name="public_data_file"),
]

# views/api.py
_API = [
    path("", api.index, name="api_v1"),
    path("bodies", api.bodies, name="api_bodies"),
    path("reports", api.reports, name="api_reports"),
    path("reports/<str:body>/<str:year>", api.report, name="api_report"),
    path("editions/<str:code>", api.edition, name="api_edition"),
    path("figures", api.figures, name="api_figures"),
    path("formats", api.forms, name="api_formats"),
    path("ledger", api.ledger, name="api_ledger"),
    path("<path:rest>", api.nothing, name="api_nothing"),
]

urlpatterns = [
    # people: log in, log out, password
    path("login/", gate.Gate.as_view(), name="login"),
    path("logout/", auth_views.LogoutView.as_view(), name="logout"),
    path("password/", gate.OwnPassword.as_view(), name="password_change"),
    path("password/done/", auth_views.PasswordChangeDoneView.as_view(), name="password_change_done"),
    path("work/", include(_DESK)),
    # acts and review: views/acting.py, views/reviewing.py, views/office.py
    path("review/", reviewing.review_queue, name="review_queue"),
    path("review/<int:pk>/", reviewing.review, name="review"),
    path("review/<int:pk>/accept/", reviewing.accept_reason, name="accept_reason"),
    path("review/<int:pk>/remark/", reviewing.remark, name="remark"),
    path("season/", office.season_now, name="season_now"),
    path("season/<int:year>/", office.season, name="season"),
    # the public's lists: views/public.py, views/searching.py, views/years.py, views/feeds.py
    path("", public.public_index, name="public_index"),
    path("search/", searching.public_search, name="public_search"),
    path("years/", years.public_years, name="public_years"),
    path("years/<plain:year>/", years.public_year, name="public_year"),
    path("feed.atom", feeds.public_feed, name="public_feed"),
    path("sitemap.xml", feeds.public_sitemap, name="public_sitemap"),
    path("sitemap-<plain:number>.xml", feeds.public_sitemap_part, name="public_sitemap_part"),
    path("robots.txt", feeds.public_robots, name="public_robots"),
    path("reports/", include(_REPORTS)),
    # what holds, and what was published: views/checker.py, views/rules.py
    path("check/", checker.public_check, name="public_check"),
    path("rules/", rules.rules, name="public_rules"),
    path("rules.json", rules.rules_data, name="public_rules_data"),
    path("v/", include(_VERIFICATION)),
    path("ledger.json", public_ledger.public_ledger_data, name="public_ledger_data"),
    path("ledger/", include(_LEDGER)),
    # data
    path("data/", include(_DATA)),
    path("api/v1/", include(_API)),
]
