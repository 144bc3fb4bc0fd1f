"""A batch from and to an object store that speaks S3, served here."""

import pytest

from extractor.batch.journal import Journal
from extractor.batch.output_store import OutputStore
from extractor.batch.run import run
from tests.batch.archives import Silent, batch_of, documents_of, form, outputs
from tests.batch.test_run import InProcess

s3fs = pytest.importorskip("s3fs")
server = pytest.importorskip("moto.server")


@pytest.fixture
def bucket(monkeypatch):
    """A bucket with two documents."""
    for name, value in {
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    served = server.ThreadedMotoServer(port=0, verbose=False)
    served.start()
    host, port = served.get_host_and_port()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    s3fs.S3FileSystem.clear_instance_cache()
    files = s3fs.S3FileSystem()
    files.mkdir("bucket")
    for number in (1, 2):
        files.pipe(f"bucket/in/form-{number}.pdf", form(number))
    yield files
    files.rm("bucket", recursive=True)
    served.stop()
    s3fs.S3FileSystem.clear_instance_cache()


def test_a_bucket_takes_what_a_folder_does(bucket, tmp_path):
    documents = documents_of("s3://bucket/in")
    assert [document.url for document in documents] == [f"s3://bucket/in/form-{n}.pdf" for n in (1, 2)]
    store = OutputStore("s3://bucket/out")
    run(batch_of(store, InProcess()), documents, Silent())
    run(batch_of(OutputStore(str(tmp_path)), InProcess()), documents, Silent())
    for name in outputs(tmp_path):
        assert bucket.cat(f"bucket/out/{name}") == (tmp_path / name).read_bytes(), name
    assert len(Journal(store).entries) == 2


def test_a_bucket_s_batch_goes_on(bucket):
    documents = documents_of("s3://bucket/in")
    run(batch_of(OutputStore("s3://bucket/out"), InProcess()), documents[:1], Silent())
    pool = InProcess()
    run(batch_of(OutputStore("s3://bucket/out"), pool), documents, Silent())
    assert [name for name, _ in pool.asked] == ["form-2.pdf"]
