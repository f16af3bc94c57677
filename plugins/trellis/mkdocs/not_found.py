"""The page for addresses that lead nowhere."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Template


def own_not_found(template: Template) -> Template:
    """Ours, where *template* is Material's, which says no more than that there is nothing. Whoever has written one for
    the site keeps it."""
    is_material = "material/templates" in Path(template.filename or "").as_posix()
    return template.environment.get_template("trellis/not_found.html") if is_material else template
