#!/bin/sh
# The sockets that ipykernel makes are for a grader that may be another user than this one.
umask 0
exec /usr/bin/python3 -m ipykernel_launcher "$@"
