"""Settings say for themselves which variable cannot be used, what it holds and what is allowed."""

import pytest

from service.cli.configuration import SettingsError, read_settings


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("FETCH_ALLOW_NETWORKS", "nonsense", "must be networks such as 10.0.0.0/8"),
        ("FETCH_CA_FILE", "/nowhere/ca.pem", "must be a PEM file of certificate authorities: no such file"),
        ("FETCH_CA_FILE", __file__, "must be a PEM file of certificate authorities: it holds none"),
        ("RATE_LIMIT", "often", "must be a rate such as 600/minute"),
        ("RESCORE_CRON", "at night", "must be the five fields of a cron line"),
        ("REFRESH_CRON", "0 3 * *", "must be the five fields of a cron line"),
        ("CROSSREF_URL", "api.crossref.org", "must begin with http:// or https://"),
        ("PORT", "many", "should be a valid integer"),
        ("LOG_FORMAT", "xml", "should be 'text' or 'json'"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_with_its_value_and_what_is_allowed(
    monkeypatch, tmp_path, variable, value, says
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(f"ASSAY_{variable}", value)
    with pytest.raises(SettingsError) as error:
        read_settings()
    assert str(error.value).startswith(f"ASSAY_{variable}: {says}")
    assert repr(value) in str(error.value)


def test_a_secret_is_not_repeated(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASSAY_WEBHOOK_SECRET", "whsec_not base64 at all!")
    with pytest.raises(SettingsError) as error:
        read_settings()
    assert str(error.value).startswith("ASSAY_WEBHOOK_SECRET: ")
    assert "whsec_ and base64" in str(error.value)
    assert "not base64 at all" not in str(error.value)


@pytest.mark.parametrize("cron", ["0 3 * * 0", "*/5 0-6 1,15 jan-mar MON"])
def test_cron_lines_are_taken(cron):
    assert read_settings(rescore_cron=cron).rescore_cron == cron
