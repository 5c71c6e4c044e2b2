"""Notified: newsrooms under ``newsroom.notified.com/{room}`` or at a host of their own (``press.example.se``).

Releases lie at ``…/posts/pressreleases/{slug}`` (news at ``…/posts/news/``), the slug cut at about 46 characters. A
list writes the moment glued to the kind (``2018-10-24 08:40Pressmeddelande``). The interface takes POST requests only
and so is not asked.
"""

from __future__ import annotations

import re

from iopmine.sources.platforms.newsroom import Newsroom

_ROOM = Newsroom(
    "Notified",
    re.compile(r"/posts/(?:pressreleases|news|blogposts|blogs)/[^/]+/?$"),
    title=re.compile(
        r"(?:\d{4}-\d\d-\d\d(?: \d\d:\d\d)?)? ?(?:Pressmeddelanden?|Nyhet(?:er)?|Blogginlägg)?[ •|–-]{0,3}(.+)"
    ),
)
find = _ROOM.find
