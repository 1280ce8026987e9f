"""The page of one package, its versions and history."""

from flask import request

from webapp.access.actor import current_actor
from webapp.access.permissions import Permission as P
from webapp.dossier import queries as dossiers
from webapp.packages import operations, pages, queries
from webapp.packages.views.blueprint import Reply, section
from webapp.rendering import render


@section.get("/<number>", access=P.READ_PACKAGES)
def show(number: str) -> Reply:
    actor = current_actor()
    found = dossiers.dossier(number, actor)
    page = pages.package_page(found, actor, dossiers.stream(found.package))
    draft = dossiers.message_draft(found.package, actor.user_id)
    return show_page(found, page, draft, "")


@section.get("/<number>/versions", access=P.READ_PACKAGES)
def versions(number: str) -> Reply:
    package = dossiers.get(number)
    return render(
        "packages/versions.html",
        package=package,
        versions=pages.version_items(package, dossiers.versions(package), current_actor()),
        columns=pages.VERSION_COLUMNS,
    )


@section.get("/<number>/versions/<int:version>", access=P.READ_PACKAGES)
def version(number: str, version: int) -> Reply:
    package = dossiers.get(number)
    frozen = dossiers.version(package, version)
    return render(
        "packages/version.html",
        package=package,
        columns=pages.FROZEN_COLUMNS,
        version=pages.version_page(package, frozen, current_actor()),
    )


@section.get("/<number>/history", access=P.READ_PACKAGES)
def history(number: str) -> Reply:
    package = dossiers.get(number)
    actor = current_actor()
    entries = [pages.entry(event, actor, pages.zone_of(actor)) for event in dossiers.history(package)]
    return render("packages/history.html", package=package, entries=entries)


def show_page(
    found: dossiers.Dossier, page: pages.PackagePage, draft: str, error: str, *, status: int = 200
) -> Reply:
    """Return the page of a package as it stands, or again with a message that was not accepted."""
    actor = current_actor()
    files = queries.conclusion_files(found.package.id) if found.package.verdict else ()
    papers = queries.requisites(found.package)
    sheets = queries.agreement_files(found.package.id) if papers else ()
    return render(
        "packages/show.html",
        status=status,
        page=page,
        held=pages.held(found.package, operations.waiting(found.package), actor),
        gone=False,
        found=found,
        draft=draft,
        error=error,
        tabs=pages.tabs(found, "show"),
        done=pages.done_words(request.args.get("done", "")),
        conclusion=pages.conclusion(found, actor, files),
        requisites=pages.requisite_facts(found, papers),
        decision=pages.decision(papers),
        sheets=pages.sheet_files(sheets),
        extras=(*pages.extras(found, actor), *pages.conflict_link(actor)),
    )
