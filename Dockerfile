# form4 with the review page, from this checkout:
#   docker build -t form4 .
#   docker run --rm --user "$(id -u)" -v "$PWD:/data" form4 extract scan.tif --out done
FROM python:3.12-slim-bookworm

RUN apt-get update \
    && apt-get install --yes --no-install-recommends tesseract-ocr tesseract-ocr-eng \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home form4

COPY . /build
RUN pip install --no-cache-dir "/build[review,heic]" && rm -rf /build

# Tesseract takes every core by default, and is slower for it when two run at once.
ENV OMP_THREAD_LIMIT=1
USER form4
WORKDIR /data
HEALTHCHECK --interval=1m --timeout=10s CMD ["form4", "--version"]
ENTRYPOINT ["form4"]
CMD ["--help"]
