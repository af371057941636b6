#!/usr/bin/env bash
# Starts the gateway on an embedded database of its own, makes tenants, and runs io.sluice.bench.LimitsBench against it. Needs the jar:
# mvn package -DskipTests.
#
#   loadtest/bench/limits.sh overload 120 4           # creates at four times the peak for two minutes
#   loadtest/bench/limits.sh neighbour 60 10000       # 25 requests a second beside a tenant at 20 x its limit
#   HEAP=256m loadtest/bench/limits.sh connections 60 # 10,500 connections that only hold on, beside 200 requests a second
#
# HEAP (1g), TENANTS (64).
set -euo pipefail
cd "$(dirname "$0")/../.."
. loadtest/gateway.sh
jar=target/sluice.jar work=$(mktemp -d)
data=$work/data
trap 'stop_gateway; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
java=$(java_of_21)
"${java}c" -d "$work/classes" src/test/java/io/sluice/bench/{Tally,Flood,Crowd,LimitsBench}.java

GATEWAY_OPTIONS="--enable-native-access=ALL-UNNAMED -Xmx${HEAP:-1g}" start_gateway
for n in $(seq "${TENANTS:-64}"); do
  curl -sf -X POST -H "Authorization: Bearer $admin_token" -H 'Content-Type: application/json' -d "{\"name\": \"bench-$n\"}" "$admin_url/tenants" |
    sed 's/.*"secret" *: *"\([^"]*\)".*/\1\n/' | grep . >>"$work/tokens"
done
port=${tenant_url#*://*:}
PORT=${port%%/*} TOKENS=$work/tokens "$java" -Xmx512m -XX:+UseSerialGC -cp "$work/classes" io.sluice.bench.LimitsBench "$@"
echo "largest memory of the gateway: $(awk '/VmHWM/ {print $2 / 1024 " MiB"}' "/proc/$gateway/status"); out of memory: $(grep -c OutOfMemory "$work/log" || true)"
