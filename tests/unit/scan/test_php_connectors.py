"""Connectors of PHP's Saloon, and the resources that send through them."""

from __future__ import annotations

from pathlib import Path

from tests.unit.scan.small_trees import used_lines


def test_what_resources_send_through_a_connector_goes_to_its_address(tmp_path: Path) -> None:
    """A resource that the connector hands itself to, and code that makes the connector; another's resource is not meant."""
    files = {
        "src/Acme.php": "<?php\nuse Saloon\\Http\\Connector;\nclass Acme extends Connector {\n  public function resolveBaseUrl(): string {\n"
        "    return 'https://api.mistral.ai/v1';\n  }\n  public function talks(): Talks {\n    return new Talks($this);\n  }\n}\n",
        "src/Talks.php": "<?php\nuse Saloon\\Http\\BaseResource;\nclass Talks extends BaseResource {\n\n\n\n"
        "  public function ask() {\n    return $this->connector->send(new Ask());\n  }\n}\n",
        "src/Other.php": "<?php\nuse Saloon\\Http\\BaseResource;\nclass Other extends BaseResource {\n\n\n\n"
        "  public function ask() {\n    return $this->connector->send(new Ask());\n  }\n}\n",
    }
    told = used_lines(tmp_path, files)
    assert {"src/Acme.php:5 mistral", "src/Talks.php:8 mistral"} <= set(told)
    assert not any("Other" in each for each in told)


def test_what_a_library_hands_itself_to_is_no_client_of_its_vendor(tmp_path: Path) -> None:
    """In the library itself; who uses the library builds its client as before."""
    files = {
        "composer.json": '{"name": "helgesverre/mistral", "autoload": {"psr-4": {"HelgeSverre\\\\Mistral\\\\": "src/"}}}\n',
        "src/Mistral.php": "<?php\nnamespace HelgeSverre\\Mistral;\nuse HelgeSverre\\Mistral\\Resource\\Chat;\nclass Mistral {\n"
        "  public function chat() {\n    return new Chat($this);\n  }\n}\n",
        "examples/a.php": "<?php\nuse HelgeSverre\\Mistral\\Mistral;\n\n\n\n$asks = new Mistral($key);\n",
    }
    assert used_lines(tmp_path, files) == {"examples/a.php:6 mistral"}
