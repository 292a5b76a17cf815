#!/bin/sh
# The archiver that goes with cc.sh.
exec "${ZIG:?}" ar "$@"
