"""What people decided, as cases to fit the confidence to."""

import json

from extractor.review.schema import opened
from extractor.review.service import ReviewService
from extractor.review.truth import write_truth
from samples.scoring import score_case
from tests.review.results import BALANCE, ROW, SHARES, in_folder, sales
from tests.review.web.sitting import SECOND, SECOND_LEFT


def test_a_case_has_the_document_the_values_and_what_a_person_decided(tmp_path):
    service = ReviewService(opened(f"sqlite:///{tmp_path / 'review.sqlite'}"))
    (loaded,) = in_folder(tmp_path, sales())
    service.add([loaded], sample=1.0)
    items = {(item.kind, item.path): item.number for item in service.items_of(1)}
    service.decide(items["cell", SECOND], "Ann", "type", "500")
    service.decide(items["cell", f"{ROW}[3]/{BALANCE}"], "Ann", "blank")
    service.decide(items["cell", SECOND_LEFT], "Ann", "illegible")
    service.decide(items["sample", f"{ROW}[1]/{SHARES}"], "Ann", "type", "400")
    service.decide(items["sample", f"{ROW}[1]/{BALANCE}"], "Ann", "type", "16")
    text, picture = sorted(write_truth(service, tmp_path / "truth"), reverse=True)
    case = json.loads(text.read_text())
    assert picture.read_bytes() == (tmp_path / "input.png").read_bytes()
    assert (picture.name, case["input"]) == ("input.png", "input.png")
    (own,) = case["filings"]
    assert own["decided"] == sorted([f"{ROW}[1]/{SHARES}", SECOND, f"{ROW}[3]/{BALANCE}"])
    assert own["cells"][SECOND] == {"type": "number", "value": "500"}
    verdicts = score_case(case, loaded.extraction.model_dump(mode="json"))
    outcomes = {v.path: v.outcome for v in verdicts if v.path in own["decided"]}
    assert outcomes == {
        f"{ROW}[1]/{SHARES}": "correct", SECOND: "wrong", f"{ROW}[3]/{BALANCE}": "spurious"
    }  # fmt: skip


def test_documents_nobody_decided_on_are_no_cases(tmp_path):
    service = ReviewService(opened(f"sqlite:///{tmp_path / 'review.sqlite'}"))
    service.add(in_folder(tmp_path, sales()))
    assert write_truth(service, tmp_path / "truth") == ()
