# What `nokube` and `mvnw` need before any Java can run: a JDK 25 and a Maven. Sourced, POSIX sh.

wanted_jdk=25

# Prints the feature version of the JDK in $1, or nothing.
jdk_version() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

# Installs a package of the system, unless NOKUBE_NO_INSTALL says not to.
install_package() {
  if [ -n "${NOKUBE_NO_INSTALL:-}" ]; then
    echo "nokube: $1 is missing, and --no-install says not to install it" >&2
    return 1
  fi
  command -v apt-get >/dev/null 2>&1 || return 1
  echo "nokube: installing the package $1" >&2
  { as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$1" ||
    { as_root apt-get update && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$1"; }
  } >&2
}

find_installed_jdk() {
  on_path=$(command -v javac 2>/dev/null) && on_path=$(readlink -f "$on_path") && on_path=${on_path%/bin/javac} || on_path=
  for home in "${JAVA_HOME:-}" "$on_path" /usr/lib/jvm/* "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/*; do
    [ -n "$home" ] || continue
    if [ "$(jdk_version "$home")" = "$wanted_jdk" ]; then
      echo "$home"
      return 0
    fi
  done
  return 1
}

find_jdk() {
  find_installed_jdk && return 0
  if command -v apt-cache >/dev/null 2>&1 && apt-cache show "openjdk-$wanted_jdk-jdk-headless" >/dev/null 2>&1; then
    install_package "openjdk-$wanted_jdk-jdk-headless" && find_installed_jdk && return 0
  fi
  cat >&2 <<MESSAGE
nokube: no JDK $wanted_jdk found in JAVA_HOME, PATH, /usr/lib/jvm or SDKMAN, and this system has no package of it.
        Get one, for instance:  sdk install java $wanted_jdk-tem      (https://sdkman.io)
        or unpack any JDK $wanted_jdk below /usr/lib/jvm, or let JAVA_HOME name it; then run this again.
MESSAGE
  return 1
}

find_maven() {
  command -v mvn && return 0
  install_package maven && command -v mvn && return 0
  echo "nokube: Maven is missing. Install it (apt-get install maven, or https://maven.apache.org), then run this again." >&2
  return 1
}
