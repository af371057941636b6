#!/usr/bin/env bash
# Measures a large directory: deep pages, the whole of it, slow readers, a scan beside look-ups, and Entra's discovery.
#
#   URL=http://127.0.0.1:8080 TOKEN=... IDS=ids.txt CLASSPATH=target/test-classes:... PGDATABASE=... TENANT=1 loadtest/bench/directory.sh deep
#
# The parts: deep whole slow scan walk. PG* variables lead psql to the database as a role above row level security; TENANT is the tenant's number,
# MANAGEMENT the management port's URL. CLASSPATH: mvn -q test-compile dependency:build-classpath -Dmdep.outputFile=cp, then
# target/test-classes:$(cat cp). walk changes the tenant. For whole the gateway is started with -Xmx96m -Xlog:gc:file=gc.log; GC_LOG=gc.log.
set -euo pipefail
DEPTH=${DEPTH:-900000} ROUNDS=${ROUNDS:-50} SECONDS_EACH=${SECONDS_EACH:-20} READERS=${READERS:-500} COUNT=${COUNT:-10000}
bench() { java -Xmx256m -XX:+UseSerialGC "io.sluice.bench.$@"; }
ask() { psql -Atc "$1"; }
users="sluice.resource r WHERE r.tenant_id = ${TENANT:-1} AND r.type = 'User'"

deep() {
  bench DeepPages "$URL" "$DEPTH" "$ROUNDS" "${QUERY:-}"
  for _ in 1 2 3 4 5; do
    ask "EXPLAIN (ANALYZE, TIMING OFF) SELECT count(*) FROM (SELECT r.seq FROM $users ORDER BY r.seq LIMIT $DEPTH) skipped" |
      grep -E 'Index Only|Heap Fetches|Execution' | tr -s ' \n' ' '
    echo
  done
}

copy() { # SQL of a document's text -> MB/s
  local begin end bytes
  begin=$(date +%s%N)
  bytes=$(psql -qc "COPY (SELECT $1 FROM $users ORDER BY r.seq) TO STDOUT" | wc -c)
  end=$(date +%s%N)
  awk -v b="$bytes" -v n=$((end - begin)) 'BEGIN {printf "psql COPY: %.1f MB in %.1f s, %.1f MB/s\n", b / 1e6, n / 1e9, b * 1e3 / n}'
}

whole() { # alternating, so that both meet the same machine
  for _ in $(seq "${WHOLE_ROUNDS:-2}"); do
    copy r.doc
    bench WholeDirectory "$URL" "$COUNT" excludedAttributes=groups
    bench WholeDirectory "$URL" "$COUNT"
  done
  if [ -n "${GC_LOG:-}" ]; then
    awk '/Pause/ && match($0, /->[0-9]+M/) {n++; v[n] = substr($0, RSTART + 2, RLENGTH - 3) + 0}
      END {for (q = 0; q < 4; q++) {least = 1e9; for (i = int(n * q / 4) + 1; i <= n * (q + 1) / 4; i++) if (v[i] < least) least = v[i]
        printf "heap after GC, least of quarter %d: %d MB\n", q + 1, least}}' "$GC_LOG"
    grep -c OutOfMemory "$GC_LOG" || true
  fi
}

capacity() { # look-ups a second that the gateway answers when asked without a pause
  [ -n "${CAPACITY:-}" ] && { echo "$CAPACITY"; return; }
  (cd "$(dirname "$0")" && KIND=id USERS=1 WITH_GROUPS=no wrk -t 1 -c 32 -d 5s -s lookups.lua "$URL") | awk '/RESULT/ {print int($2)}'
}

connections() { ask "SELECT state || ': ' || count(*) FROM pg_stat_activity WHERE usename = '${SERVING_ROLE:-sluice_serve}' GROUP BY state ORDER BY 1" | tr '\n' ' '; }

slow() {
  local rate=$(($(capacity) / 2))
  echo "before:           $(bench LookUpsAtRate "$URL" "$IDS" $rate "$SECONDS_EACH")"
  bench SlowReaders "$URL" "$READERS" $((SECONDS_EACH + 26)) &
  sleep 8
  echo "connections: $(connections)"
  echo "beside $READERS readers: $(bench LookUpsAtRate "$URL" "$IDS" $rate "$SECONDS_EACH")"
  echo "connections: $(connections)"
  wait
}

scan() {
  local rate=$(($(capacity) / 4))
  echo "before:          $(bench LookUpsAtRate "$URL" "$IDS" $rate "$SECONDS_EACH")"
  (while :; do
    curl -s -o /dev/null -w 'scan %{http_code} %{time_total}s\n' -H "Authorization: Bearer $TOKEN" \
      "$URL/scim/v2/Users?count=1&filter=nickName%20co%20%22zzzz%22"
  done) &
  local scans=$!
  echo "beside a scan:   $(bench LookUpsAtRate "$URL" "$IDS" $rate "$SECONDS_EACH")"
  kill $scans
}

walk() { bench DirectoryWalk "$URL"; }

"$1"
