# Two stages: the first gathers the program and its libraries, the second carries them and
# nothing that could install more. It asks no other host at run time.
# PYTHON_IMAGE names the image by its digest, so that the same bytes come every time:
# `dashboard/hosting/pin-images.sh` writes the digests of today into .env.
ARG PYTHON_IMAGE=python:3.13-slim
FROM ${PYTHON_IMAGE} AS build
WORKDIR /build
RUN python -m venv /opt/wenmai
ENV PATH="/opt/wenmai/bin:$PATH" PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY requirements-server.txt ./
RUN pip install --require-hashes -r requirements-server.txt
COPY pyproject.toml README.md LICENSE THIRD_PARTY_NOTICES.md CHANGELOG.md ./
COPY LICENSES LICENSES
COPY .streamlit .streamlit
COPY seeds seeds
COPY components components
COPY dashboard dashboard
# All that it needs is there, by its hashes, what builds it as well: nothing is asked for here.
RUN pip install --no-deps --no-build-isolation --no-index . \
 && pip uninstall --yes hatchling pip

FROM ${PYTHON_IMAGE}
RUN useradd --system --uid 10001 --home-dir /data wenmai && install -d -o wenmai -m 700 /data
COPY --from=build /opt/wenmai /opt/wenmai
ENV PATH="/opt/wenmai/bin:$PATH" PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    WENMAI_DATA_DIR=/data WENMAI_MODE=hosted
USER wenmai
WORKDIR /data
VOLUME /data
EXPOSE 8501
HEALTHCHECK --interval=10s --timeout=6s --start-period=40s --retries=3 \
  CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8501/healthz', timeout=5)"]
CMD ["wenmai", "serve", "--host", "0.0.0.0", "--port", "8501", "--no-browser"]
