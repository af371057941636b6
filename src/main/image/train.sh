#!/bin/sh
# Makes the ahead-of-time cache: serves on a throw-away database, answers a few requests, and ends as a pod would. Runs while the image is built.
set -eu
java=/opt/java/bin/java
sed '/AOTCache/d' /opt/sluice/java.options > /train/java.options
wait_for() { # file text
  for _ in $(seq 600); do
    grep -q "$2" "$1" && return 0
    sleep 0.2
  done
  cat "$1" >&2
  exit 1
}
# The full jar brings a PostgreSQL and migrates it; the image's jar then serves from it.
cd /train
export SLUICE_HTTP_PORT=0 SLUICE_MANAGEMENT_PORT=0 SLUICE_ADMIN_PORT=0 SLUICE_BOOTSTRAP_TENANT=train
export SLUICE_BOOTSTRAP_TOKEN=a-token-for-the-training-run-alone
# PostgreSQL refuses to run as root, which a build is.
mkdir data && chown nobody data && chmod 700 data
SLUICE_EMBEDDED_DIR=/train/data setpriv --reuid=nobody --regid=nogroup --clear-groups java -Xmx256m -jar sluice.jar > database.log 2>&1 &
database=$!
wait_for database.log 'Sluice is ready'
port=$(sed -n 4p data/cluster/postmaster.pid)
SLUICE_DATABASE_URL="postgresql://sluice_serve:$(cat data/serving.password)@127.0.0.1:$port/sluice" \
  "$java" @/train/java.options -XX:AOTCacheOutput=/opt/sluice/sluice.aot -jar /opt/sluice/sluice.jar > serve.log 2>&1 &
serve=$!
wait_for serve.log 'Sluice is ready'
cat > Try.java <<'JAVA'
import java.net.URI;
import java.net.http.*;
public class Try {
    public static void main(String[] arguments) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        String user = "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"%s\",\"emails\":[{\"type\":\"work\",\"value\":\"%s\"}]}";
        for (int i = 0; i < 200; i++) {
            String name = "train." + i + "@example.com";
            send(client, arguments[0] + "/Users", "POST", user.formatted(name, name));
            send(client, arguments[0] + "/Users?filter=userName%20eq%20%22" + name + "%22", "GET", "");
        }
        send(client, arguments[0] + "/Schemas", "GET", "");
    }
    static void send(HttpClient client, String url, String method, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + System.getenv("SLUICE_BOOTSTRAP_TOKEN"))
            .header("Content-Type", "application/scim+json").method(method, HttpRequest.BodyPublishers.ofString(body)).build();
        int status = client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
        if (status >= 400) throw new IllegalStateException(method + " " + url + ": " + status);
    }
}
JAVA
listens=$(sed -n 's/.*SCIM listens on *//p' serve.log | sed 's/.*:\([0-9]*\)$/\1/')
java Try.java "http://127.0.0.1:$listens/scim/v2"
kill -TERM "$serve"
wait "$serve" || true
test -s /opt/sluice/sluice.aot || { cat serve.log >&2; exit 1; }
kill -TERM "$database"
wait "$database" || true
