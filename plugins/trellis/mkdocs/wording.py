"""The words of a site, for its templates: `{{ word("ways.home") }}`."""

from __future__ import annotations

from jinja2 import Environment, TemplateNotFound
from mkdocs.config.defaults import MkDocsConfig

from trellis.mkdocs.settings import site_facts
from trellis.words import Words, read_texts

_FOLDER = "trellis/words"


def words_of(env: Environment, config: MkDocsConfig) -> Words:
    """Those in the language of the theme. A site may bring a language of its own, or other words for some keys, in
    `trellis/words/` of its `custom_dir`.

    Raises:
        TrellisError: a file of words cannot be read.
    """
    language = site_facts(config).language
    # `pt-BR` may be served by `pt`.
    for name in dict.fromkeys((language, language.partition("-")[0])):
        assert env.loader
        try:
            text, file, _ = env.loader.get_source(env, f"{_FOLDER}/{name}.json")
        except TemplateNotFound:
            continue
        return Words(name, read_texts(text.encode(), file or name))
    return Words()
