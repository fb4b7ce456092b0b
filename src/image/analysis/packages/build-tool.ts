const COMPILERS =
  /^(?:gcc|g\+\+|clang|llvm|lld|gfortran|golang|go|rust|rustc|cargo|ghc|ocaml|fpc|nasm|yasm|binutils|make|cmake|automake|autoconf|libtool|bison|flex|m4|meson|ninja|ninja-build|samurai|gdb|lldb|strace|valgrind|swig|build-essential|build-base|dpkg-dev|pkg-config|pkgconf|fakeroot|patch|musl-dev|libc6-dev|linux-libc-dev|linux-headers|cpp)(?:-[\d.]+)?$/
const DEVELOPMENT = /-(?:dev|devel|dbg|dbgsym)$/

/**
 * Whether a package of Debian or Alpine serves to build: compilers, build systems, debuggers, headers. Told by its name; what
 * the compiler's package shares with programs (libgcc, libstdc++, gcc-12-base) is none.
 */
export function isBuildTool(name: string): boolean {
  return COMPILERS.test(name) || DEVELOPMENT.test(name)
}
