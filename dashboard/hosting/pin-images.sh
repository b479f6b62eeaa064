#!/bin/sh
# Prints the images of compose.yaml by the digests they have today, as lines of .env:
#
#   dashboard/hosting/pin-images.sh >> .env
set -eu
for line in PYTHON_IMAGE=python:3.13-slim POSTGRES_IMAGE=postgres:17-alpine NGINX_IMAGE=nginx:1.28-alpine; do
  image=${line#*=}
  docker pull --quiet "$image" >/dev/null
  echo "${line%%=*}=$(docker image inspect --format '{{index .RepoDigests 0}}' "$image")"
done
