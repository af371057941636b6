# To be sourced: starts the packaged jar on an embedded database and stops it. Needs $jar, $data (its directory) and $work (for the log).

# The same JDK as the build takes: the one on the PATH may be older than the product.
java_of_21() {
  local home
  for home in "${JAVA_HOME:-/nonexistent}" /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/*; do
    [ -x "$home/bin/java" ] && grep -Eqs '^JAVA_VERSION="(2[1-9]|[3-9][0-9])' "$home/release" && { echo "$home/bin/java"; return; }
  done
  echo java
}

# Sets gateway (its process), tenant_url, admin_url and admin_token.
start_gateway() {
  local attempt
  admin_token=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
  # Like its supervisor: on a busy machine the first start may give up on its database.
  for attempt in 1 2 3 4 5; do
    SLUICE_EMBEDDED_DIR=$data SLUICE_HTTP_PORT=0 SLUICE_MANAGEMENT_PORT=0 SLUICE_ADMIN_PORT=0 SLUICE_ADMIN_TOKEN=$admin_token \
      "$(java_of_21)" ${GATEWAY_OPTIONS:-} -jar "$jar" >"$work/log" 2>&1 &
    gateway=$!
    if gateway_is_ready; then
      tenant_url=$(awk '/Tenant URL/ {print $3}' "$work/log")
      admin_url=http://$(awk '/Admin API/ {print $3}' "$work/log")
      return 0
    fi
    stop_gateway
  done
  echo "The gateway does not start:" >&2
  cat "$work/log" >&2
  return 1
}

gateway_is_ready() {
  for _ in $(seq 600); do
    grep -qs '^Sluice is ready' "$work/log" && return 0
    kill -0 "$gateway" 2>/dev/null || return 1
    sleep 0.1
  done
  return 1
}

stop_gateway() {
  [ -n "${gateway:-}" ] || return 0
  kill "$gateway" 2>/dev/null || true
  wait "$gateway" 2>/dev/null || true
  gateway=
}
