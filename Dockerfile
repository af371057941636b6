# The image of the gateway: a Java runtime of the modules that it uses, the jar without the embedded PostgreSQL, and an ahead-of-time cache
# of classes. Build the jars first:
#   mvn -q package && docker build -t sluice .
ARG JDK=docker.io/library/eclipse-temurin:25-jdk
ARG BASE=docker.io/library/debian:trixie-slim

FROM ${JDK} AS build
# java.naming, java.sql, java.management, java.security.jgss, java.xml: JDBC of the migrations and logging. jdk.unsupported, jdk.crypto.ec: Netty
# and TLS. jdk.zipfs: migrations in the jar. java.desktop is not among them.
RUN jlink --add-modules java.base,java.instrument,java.logging,java.management,java.naming,java.net.http,java.security.jgss,java.sql,java.xml,jdk.crypto.ec,jdk.jfr,jdk.management,jdk.unsupported,jdk.zipfs \
      --no-header-files --no-man-pages --compress=zip-6 --generate-cds-archive --output /opt/java
COPY target/sluice-image.jar /opt/sluice/sluice.jar
COPY src/main/image/java.options /opt/sluice/java.options
COPY target/sluice.jar src/main/image/train.sh /train/
# The cache is made by a run that serves, on the very runtime and jar that the image has.
RUN sh /train/train.sh

FROM ${BASE}
COPY --from=build /opt/java /opt/java
COPY --from=build /opt/sluice /opt/sluice
# By number, so that the kubelet can see that it is not root.
USER 10001:10001
WORKDIR /tmp
EXPOSE 8080 8081 8082
STOPSIGNAL SIGTERM
# The process itself is the first of the container: no shell, signals arrive. More options: JAVA_TOOL_OPTIONS.
ENTRYPOINT ["/opt/java/bin/java", "@/opt/sluice/java.options", "-jar", "/opt/sluice/sluice.jar"]
