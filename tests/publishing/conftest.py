"""The site of the sample newsroom, made once."""

import pytest

from copydesk.publishing import SitePlan, publish


@pytest.fixture(scope="session")
def site(newsroom, tmp_path_factory):
    """The folder of the site of the sample newsroom, published with an address; for reading, not for changing."""
    folder = tmp_path_factory.mktemp("site")
    publish(newsroom, folder, SitePlan(title="The coast", base_url="https://news.example/coast"))
    return folder
