"""Addresses: what is safe to publish as a link, under which address a page is asked for, and what identifies it."""

from iopmine.urls.addresses import canonical_url, host_of, is_web_address, url_id
from iopmine.urls.identity import identity

__all__ = ["canonical_url", "host_of", "identity", "is_web_address", "url_id"]
