# careersite: the web server unless told to run another command (compose.yaml).
FROM python:3.13-slim-trixie AS build
WORKDIR /srv/careersite
COPY requirements.txt ./
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt
COPY . .
# What no start goes without is made up for this one step, which reads no data.
RUN SECRET_KEY=build DATABASE_URL=postgresql:///build \
    ALLOWED_HOSTS=build.invalid SITE_URL=https://build.invalid \
    /venv/bin/python manage.py collectstatic --noinput

FROM python:3.13-slim-trixie
# For backups: programs of the same version as the server of compose.yaml. Debian keeps
# no older package beside the one with the newest fix, so that none can be pinned.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client-17 \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 careersite \
    && install -d -o careersite /run/careersite
COPY --from=build /venv /venv
COPY --from=build /srv/careersite /srv/careersite
WORKDIR /srv/careersite
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PROMETHEUS_MULTIPROC_DIR=/run/careersite/metrics
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz')"]
CMD ["gunicorn", "-c", "python:careersite.serving", "--bind=0.0.0.0:8000"]
