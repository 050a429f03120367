#!/bin/bash
# Mail server of the operator: takes every mail and keeps none.
set -eu
exec "${EPREUVE_FIELD_HOME:?is set by make field}/helpdesk/venv/bin/python" -m aiosmtpd -n -l 127.0.0.1:21202 -c aiosmtpd.handlers.Sink
