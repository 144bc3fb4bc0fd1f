from __future__ import annotations

from pathlib import Path

import pytest

from samples.accuracy import GROUPS, Bar, main, report
from samples.generator.cases import make_case, write_case
from samples.measuring import Measured
from samples.scoring import Verdict


def case(profile: str, *outcomes: str, hand: bool = False, **more: object) -> Measured:
    verdicts = (Verdict("remarks", "prose", "x", "y", outcome, False, **more) for outcome in outcomes)
    return Measured("case", "edgar", profile, hand, tuple(verdicts))


def line(lines: list[str], name: str) -> str:
    return next(line for line in lines if line.startswith(name))


def test_a_group_that_misses_its_bar_is_crossed() -> None:
    lines = list(report([case("born", "correct"), case("copy200bw", "wrong")], eased=False))
    assert line(lines, "born").split()[1:4] == ["1", "100.00", "(99.90)"]
    assert "x(95.00)" in line(lines, "copy200bw")


def test_forms_filled_by_hand_stand_apart() -> None:
    lines = list(report([case("born", "correct"), case("born", "wrong", hand=True)], eased=False))
    assert "100.00" in line(lines, "born")
    assert "x(1.00)" in line(lines, "filled by hand")
    assert line(lines, "prose").split()[1] == "1"


def test_a_generated_set_may_miss_half_as_much_again() -> None:
    eased = Bar(0.95, 0.004, 0.1).eased()
    assert (eased.accuracy, eased.silent, eased.review) == pytest.approx((0.925, 0.006, 0.15))
    assert Bar().eased() == Bar()


def test_readers_are_compared_where_the_extraction_tells_what_each_read() -> None:
    told = case("born", "correct", "wrong", readings={"one": True, "two": False})
    lines = list(report([told], eased=False))
    heading = next(k for k, text in enumerate(lines) if text.startswith("read exactly, by type"))
    assert lines[heading].split()[-3:] == ["one", "two", "voting"]
    assert lines[heading + 1].split() == ["prose", "2", "100.00%", "0.00%", "50.00%"]
    assert not any("read exactly" in text for text in report([case("born", "correct")], eased=False))


def test_every_profile_of_the_set_is_in_one_group() -> None:
    from samples.generator.profiles import PROFILE_NAMES

    named = [profile for group in GROUPS for profile in group.profiles]
    assert sorted(named) == sorted(PROFILE_NAMES)


def test_the_command_measures_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_case(make_case("edgar", "born", 4, "train"), tmp_path / "cases" / "one")
    asked = ["--cases", str(tmp_path / "cases"), "--jobs", "1", "--outputs", str(tmp_path / "out")]
    assert main(asked) == 0
    assert "100.00" in line(capsys.readouterr().out.splitlines(), "born")
    assert (tmp_path / "out" / "one.json").exists()


def test_a_file_that_is_refused_is_counted_and_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_case(make_case("edgar", "born", 4, "train"), tmp_path / "one")
    (tmp_path / "one" / "input.pdf").write_bytes(b"no PDF")
    assert main(["--cases", str(tmp_path), "--jobs", "1"]) == 0
    out = capsys.readouterr().out
    assert "one: input.pdf is plain text" in out
    assert line(out.splitlines(), "born").split()[-2:] == ["100.00", "x(0.50)"]


def test_a_folder_without_cases_is_an_error_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--cases", str(tmp_path)]) == 2
    assert capsys.readouterr().err.count("\n") == 1
