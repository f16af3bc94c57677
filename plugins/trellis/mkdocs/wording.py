"""The words of a site: for its templates, `{{ word("ways.home") }}`, and for all else that its pages show."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from trellis.mkdocs.settings import site_facts
from trellis.words import Words, read_texts

FOLDER = "trellis/words"
"""Where they are, within the folders of a theme."""


def words_of(config: MkDocsConfig) -> Words:
    """Those in the language of the theme. A site may bring a language of its own, or other words for some keys, in
    `trellis/words/` of its `custom_dir`.

    Raises:
        TrellisError: a file of words cannot be read.
    """
    language = site_facts(config).language
    # `pt-BR` may be served by `pt`.
    for name in dict.fromkeys((language, language.partition("-")[0])):
        for folder in config.theme.dirs:
            file = Path(folder, FOLDER, f"{name}.json")
            if file.is_file():
                return Words(name, read_texts(file.read_bytes(), str(file)))
    return Words()


def keep_off_the_site(files: Files, config: MkDocsConfig) -> None:
    """MkDocs would put them on the site, as all files of a theme that are no templates."""
    for file in [file for file in files if file.src_uri.startswith(f"{FOLDER}/") and file.src_dir != config.docs_dir]:
        files.remove(file)
