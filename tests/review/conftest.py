"""Stores to review in: SQLite and, where one can be started, a real PostgreSQL."""

import shutil
import subprocess
from pathlib import Path

import pytest

from extractor.review.schema import METADATA, opened

SERVERS = (
    "/usr/lib/postgresql/15/bin",
    "/usr/lib/postgresql/16/bin",
    "/usr/lib/postgresql/17/bin",
    "/usr/local/bin",
)


@pytest.fixture(scope="module")
def postgres(tmp_path_factory):
    """The URL of a PostgreSQL server of its own."""
    home = next((Path(place) for place in SERVERS if Path(place, "initdb").exists()), None)
    runuser = shutil.which("runuser")
    if home is None or runuser is None:
        pytest.skip("no PostgreSQL server is installed")
    folder = tmp_path_factory.mktemp("pg")
    for parent in (folder, *folder.parents[:3]):
        parent.chmod(0o755)
    folder.chmod(0o777)
    port = str(20000 + hash(folder) % 20000)
    as_other = [runuser, "-u", "nobody", "--"]
    data = folder / "data"
    run = lambda *words: subprocess.run([*as_other, *words], check=True, capture_output=True)  # noqa: E731
    try:
        run(str(home / "initdb"), "-D", str(data), "-U", "form4", "--auth=trust", "-N")
        start = f"-p {port} -k {folder} -c fsync=off"
        run(str(home / "pg_ctl"), "-D", str(data), "-o", start, "-w", "-l", str(folder / "log"), "start")
    except subprocess.CalledProcessError as error:
        pytest.skip(f"PostgreSQL could not be started: {error.stderr.decode()[-200:]}")
    yield f"postgresql+psycopg://form4@127.0.0.1:{port}/postgres"
    subprocess.run([*as_other, str(home / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"], check=False)


@pytest.fixture(params=["sqlite", "postgres"])
def store(request, tmp_path):
    """An empty store."""
    if request.param == "sqlite":
        return opened(f"sqlite:///{tmp_path / 'review.sqlite'}")
    engine = opened(request.getfixturevalue("postgres"))
    METADATA.drop_all(engine)
    METADATA.create_all(engine)
    return engine
