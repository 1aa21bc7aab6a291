"""`probant simulate` writes a company, and refuses what cannot be."""

import json

from probant.cli.main import run


def test_a_small_company_is_written_with_its_truth(tmp_path, capsys):
    assert run(["simulate", str(tmp_path / "acme"), "customers=500", "weeks=26", "--json"], {}) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["files"] > 20
    assert "channels" in json.loads((tmp_path / "acme" / "truth.json").read_text(encoding="utf-8"))


def test_a_folder_that_holds_something_is_left_alone(tmp_path, capsys):
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    assert run(["simulate", str(tmp_path)], {}) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_setting_that_cannot_be_is_said_in_french(tmp_path, capsys):
    assert run(["--lang", "fr", "simulate", str(tmp_path / "acme"), "customers=lots"], {}) == 2
    assert "customers" in capsys.readouterr().err
    assert not (tmp_path / "acme").exists()
