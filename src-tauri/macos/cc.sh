#!/bin/sh
# The C compiler of `cargo xtask mac-check`: zig's, without the options that only Apple's compiler takes.
# Objective-C needs Apple's kit, which is not here: such a source becomes an empty object. Right for checking, never for
# a program that is linked.
skip='' objective='' out='' next=''
for word in "$@"; do
  shift
  if [ -n "$skip" ]; then skip=''; continue; fi
  if [ -n "$next" ]; then out=$word; next=''; fi
  case $word in
    -arch | -isysroot | -target | -x) skip=1; continue ;;
    -arch=* | --target=* | -mmacosx-version-min=* | -gfull | -fobjc-arc | -fmodules | -Wl,-exported_symbols_list*) continue ;;
    *.m | *.mm) objective=1 ;;
    -o) next=1 ;;
  esac
  set -- "$@" "$word"
done
if [ -n "$objective" ]; then exec "${ZIG:?}" cc -target aarch64-macos -x c -c /dev/null -o "$out"; fi
exec "${ZIG:?}" cc -target aarch64-macos "$@"
