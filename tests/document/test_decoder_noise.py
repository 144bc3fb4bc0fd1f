import os

from extractor.document.decoder_noise import said_by_decoder


def test_output_of_c_code_is_caught(capfd):
    with said_by_decoder() as said:
        os.write(2, b"TIFFFillStrip: Read error\n")
    os.write(2, b"after")
    assert said == ["TIFFFillStrip: Read error"]
    assert capfd.readouterr().err == "after"


def test_standard_error_is_given_back_after_a_fault(capfd):
    try:
        with said_by_decoder():
            raise OSError
    except OSError:
        os.write(2, b"here")
    assert capfd.readouterr().err == "here"
