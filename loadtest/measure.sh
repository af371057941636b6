#!/usr/bin/env bash
# One simulation against a gateway on an embedded database, and what it cost in CPU time.
#
#   DATA=/var/tmp/directory loadtest/measure.sh SteadySimulation -Dtenants=60 -Dseconds=120
#
# DATA: the directory of the database; it stays, so that it can be seeded before. GATEWAY_JAR, GATEWAY_OPTIONS: the jar and options of its JVM.
# Arguments after the simulation go to Maven.
set -euo pipefail
cd "$(dirname "$0")/.."
. loadtest/gateway.sh
jar=${GATEWAY_JAR:-target/sluice.jar}
data=${DATA:?the directory of the database}
simulation=$1
shift

work=$(mktemp -d)
trap 'stop_gateway; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# Hundredths of a second that a process and those children of it that have ended have used.
used() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | awk '{print $12 + $13 + $14 + $15}'; }
postgres() { cat "$data"/*/postmaster.pid 2>/dev/null | head -1; }
all_of_postgres() {
  local pid sum
  sum=$(used "$1")
  for pid in $(pgrep -P "$1"); do sum=$((sum + $(used "$pid" || echo 0))); done
  echo "$sum"
}

start_gateway
postmaster=$(postgres)
gateway_before=$(used "$gateway") postgres_before=$(all_of_postgres "$postmaster")
status=0
mvn -B -ntp -f loadtest/pom.xml -Durl="$tenant_url" -Dadmin.url="$admin_url" -Dadmin.token="$admin_token" \
  gatling:test -Dsimulation=io.sluice.loadtest."$simulation" "$@" || status=$?
echo "gateway: $((($(used "$gateway") - gateway_before) / 100)) s of CPU, PostgreSQL: $((($(all_of_postgres "$postmaster") - postgres_before) / 100)) s"
exit $status
