"""Platforms: the ways in which sites tell what they have published, and how leads are read from each."""

from iopmine.sources.platforms.contract import Ask, Find, Search
from iopmine.sources.platforms.table import Platform, platforms

__all__ = ["Ask", "Find", "Platform", "Search", "platforms"]
