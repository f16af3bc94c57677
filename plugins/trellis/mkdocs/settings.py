"""What MkDocs' settings say of a site, as the core wants to know it."""

from __future__ import annotations

from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig

from trellis.json_ld import SiteFacts


def site_facts(config: MkDocsConfig) -> SiteFacts:
    theme = config.theme
    return SiteFacts(
        url=config.site_url or "",
        name=plainly(config.site_name),
        description=config.site_description or "",
        language=str(theme.get("language") or "en"),
        has_cards=draws_cards(config),
    )


def draws_cards(config: MkDocsConfig) -> bool:
    """Whether social cards are made: they are of use to none who does not know where the site is, and Material's own
    plugin makes others."""
    return bool(config.site_url) and not {"social", "material/social"} & {*config.plugins}


def plainly(name: str) -> str:
    """The *name* of a site as text; without a configuration of its own it is HTML already."""
    return name.unescape() if isinstance(name, Markup) else name
