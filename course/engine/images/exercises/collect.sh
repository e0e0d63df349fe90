#!/bin/bash
# collect.sh DESTINATION FILE...: copy programs with the libraries they load into an empty root folder.
set -eu
destination=$1
shift
mkdir -p "$destination"/usr/{bin,sbin,lib,lib64}
for folder in bin sbin lib lib64; do ln -sfn "usr/$folder" "$destination/$folder"; done
for program in "$@"; do
    install -D "$program" "$destination/usr/bin/$(basename "$program")"
    ldd "$program" | grep -o '/[^ ]*' | while read -r library; do
        # -L: the file itself under the name that the loader looks for.
        [ -e "$destination$library" ] || install -D "$(readlink -f "$library")" "$destination$library"
    done
done
