import threading
import time

import pytest

from iopmine.steps.lanes import Lanes


def test_every_job_is_done_once_and_those_they_lead_to():
    lanes = Lanes(3)
    for number in range(5):
        lanes.add(f"host{number % 2}", lambda number=number: number)
    seen = []
    for result in lanes.results():
        seen.append(result)
        if result < 5:
            lanes.add("later", lambda result=result: result + 10)
    assert sorted(seen) == [0, 1, 2, 3, 4, 10, 11, 12, 13, 14]


def test_a_lane_does_one_job_at_a_time_in_order_and_lanes_run_side_by_side():
    lanes, turn = Lanes(4), threading.Lock()
    running, most, order = {"a": 0, "b": 0}, {"a": 0, "b": 0}, {"a": [], "b": []}
    together = []

    def job(lane, number):
        with turn:
            running[lane] += 1
            most[lane] = max(most[lane], running[lane])
            together.append(sum(running.values()))
            order[lane].append(number)
        time.sleep(0.02)
        with turn:
            running[lane] -= 1

    for number in range(6):
        for lane in "ab":
            lanes.add(lane, lambda lane=lane, number=number: job(lane, number))
    assert len(list(lanes.results())) == 12
    assert most == {"a": 1, "b": 1}
    assert max(together) == 2
    assert order == {"a": list(range(6)), "b": list(range(6))}


def test_a_wide_lane_does_several_and_comes_first():
    lanes, barrier = Lanes(3, width={"reading": 2}), threading.Barrier(2, timeout=5)
    for _ in range(2):
        # Each waits for the other: alone, a job would never end.
        lanes.add("reading", barrier.wait)
    assert sorted(lanes.results()) == [0, 1]


def test_no_more_is_fetched_than_can_be_read():
    lanes, fetched, most = Lanes(6, width={"reading": 1}, room=4), [], []

    def read():
        time.sleep(0.005)
        return "read"

    for number in range(60):
        lanes.add(f"host{number}", lambda: "fetched")
    done = 0
    for result in lanes.results():
        if result == "fetched":
            fetched.append(result)
            lanes.add("reading", read)
        else:
            done += 1
        most.append(len(fetched) - done)
    assert done == 60
    # The room, what is under way in the threads, and what has been taken since.
    assert max(most) <= 4 + 6 + 4


def test_what_a_job_raises_is_raised_where_results_are_taken():
    lanes = Lanes(1)
    lanes.add("a", lambda: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        list(lanes.results())


def test_stopping_begins_nothing_more():
    lanes, begun = Lanes(1), []
    for number in range(100):
        lanes.add("a", lambda number=number: begun.append(number) or time.sleep(0.01))
    next(iter(lanes.results()))
    lanes.stop()
    count = len(begun)
    time.sleep(0.1)
    assert len(begun) <= count + 1


def most_at_once(lanes, number):
    """Run that many jobs, each in a lane of its own, and return how many were under way at once."""
    running, turn = [], threading.Lock()
    most = []

    def job():
        with turn:
            running.append(1)
            most.append(len(running))
        time.sleep(0.02)
        with turn:
            running.pop()

    for lane in range(number):
        lanes.add(f"host{lane}", job)
    assert len(list(lanes.results())) == number
    return max(most)


@pytest.mark.parametrize(("threads", "width", "expected"), [(4, {"reading": 2}, 2), (4, {}, 4), (2, {"reading": 2}, 1)])
def test_threads_of_the_wide_lanes_are_not_lent_to_the_others(threads, width, expected):
    assert most_at_once(Lanes(threads, width=width), 12) == expected


def test_a_lane_that_was_served_goes_behind_the_others():
    lanes, begun = Lanes(1), []
    gate = threading.Event()
    lanes.add("gate", lambda: gate.wait(5))
    for number in range(30):
        for lane in range(20):
            lanes.add(f"host{lane}", lambda lane=lane, number=number: begun.append((number, lane)))
    gate.set()
    assert len(list(lanes.results())) == 601
    assert begun == [(number, lane) for number in range(30) for lane in range(20)]
