"""What import-linter has no contract for: the routes and forms of a feature are its own."""

import re

import grimp

OWN = re.compile(r"exchange\.(?P<feature>\w+)\.(routes|forms)(_\w+)?")


def test_routes_and_forms_stay_in_their_feature() -> None:
    graph = grimp.build_graph("exchange", cache_dir=None)
    strangers = [
        f"{importer} imports {module}"
        for module in sorted(graph.modules)
        if (own := OWN.fullmatch(module))
        for importer in sorted(graph.find_modules_that_directly_import(module))
        if importer != "exchange" and importer.split(".")[1] != own["feature"]
    ]
    assert strangers == []
