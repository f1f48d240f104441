#!/bin/sh
# Plan a request at once: optimize.sh ADDRESS FILE
curl --silent --show-error --fail-with-body --data-binary "@$2" "$1/v1/optimize"
