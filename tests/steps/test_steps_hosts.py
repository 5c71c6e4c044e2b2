from dataclasses import replace

from iopmine.records import HostState
from iopmine.steps.hosts import StoredHosts
from iopmine.store import Store

STATE = HostState("exempel.se", b"User-agent: *", "rules", "2026-03-01T09:00:00Z", "2026-03-01T09:00:00Z")


def stored(path):
    with Store.open(path, read_only=True) as store:
        return store.host("exempel.se")


def test_a_hosts_wishes_are_stored_at_once_and_the_last_request_at_the_end(tmp_path):
    path = tmp_path / "s"
    Store.create(path).close()
    with StoredHosts(path) as hosts:
        assert hosts.host("exempel.se") is None
        hosts.remember(STATE)
        assert stored(path) == STATE
        later = replace(STATE, last_request_at="2026-03-01T09:00:09Z")
        hosts.remember(later)
        assert hosts.host("exempel.se") == later
        assert stored(path) == STATE
        left_alone = replace(later, not_before="2026-03-01T10:00:00Z", last_request_at="2026-03-01T09:00:12Z")
        hosts.remember(left_alone)
        assert stored(path) == left_alone
        last = replace(left_alone, last_request_at="2026-03-01T10:00:03Z")
        hosts.remember(last)
    assert stored(path) == last


def test_after_a_killed_run_every_host_counts_as_just_asked(tmp_path):
    path = tmp_path / "s"
    with Store.create(path) as store:
        store.remember([STATE])
    with StoredHosts(path, asked_at="2026-03-05T08:00:00Z") as hosts:
        assert hosts.host("exempel.se") == replace(STATE, last_request_at="2026-03-05T08:00:00Z")
        assert hosts.host("okand.se") == HostState("okand.se", last_request_at="2026-03-05T08:00:00Z")
    with StoredHosts(path) as hosts:
        assert hosts.host("okand.se") is None
