"""Kinds of files, by their extensions (Obsidian, Accepted file formats)."""

from __future__ import annotations

IMAGES = frozenset("avif bmp gif jpeg jpg png svg webp".split())
AUDIO = frozenset("3gp flac m4a mp3 ogg wav".split())
VIDEOS = frozenset("mkv mov mp4 ogv webm".split())
ATTACHMENTS = IMAGES | AUDIO | VIDEOS | frozenset("canvas pdf csv txt".split())
"""What is published beside the notes. Others stay out: a page or script in a vault would run with the site's own
rights, and some names configure the host (`_headers`, `CNAME`)."""


def extension(path: str) -> str:
    """The extension of *path* in small letters, without the dot; empty if it has none.

    >>> extension("img/Apple.PNG"), extension("v1.2/Makefile")
    ('png', '')
    """
    name = path.rpartition("/")[2]
    return name.rpartition(".")[2].lower() if "." in name else ""
