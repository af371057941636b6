#!/usr/bin/env bash
# The load smoke: starts the packaged jar on a fresh embedded database, plays Entra ID against it for about a minute, and shows that a server
# with a planted defect would have failed. Leaves loadtest/target/gatling/*/index.html. Stops what it started, whatever happens.
#
#   mvn -q package -DskipTests && loadtest/smoke.sh
#
# GATEWAY_JAR: another jar than target/sluice.jar. Arguments go to Maven, for example -o.
set -euo pipefail
cd "$(dirname "$0")/.."
. loadtest/gateway.sh
jar=${GATEWAY_JAR:-target/sluice.jar}
[ -f "$jar" ] || { echo "$jar is missing: mvn package makes it" >&2; exit 1; }

work=$(mktemp -d)
data=$work/data
trap 'stop_gateway; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

start_gateway
mvn -B -ntp -f loadtest/pom.xml "$@" -Durl="$tenant_url" -Dadmin.url="$admin_url" -Dadmin.token="$admin_token" \
  verify gatling:test -Dsimulation=io.sluice.loadtest.SmokeSimulation
