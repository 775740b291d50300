# Backhaul as an image: built from source, with an ahead-of-time cache trained in the very layer that
# runs, so that the service starts in about half the time. The cache is bound to this Java and these jars:
# train again whenever either changes, which a build of the image does.
#
#   docker build -t backhaul .
#   docker run -v "$PWD/config:/opt/backhaul/config:ro" -v backhaul-data:/opt/backhaul/data \
#     -e ZENDESK_USER -e ZENDESK_TOKEN -e HUBSPOT_TOKEN -p 127.0.0.1:8080:8080 backhaul
#
# With several migrations in config/migrations say which: ... backhaul serve --migration NAME
#
# No container engine has built this file yet. Its commands were run by hand, in their order, in empty folders with a
# Temurin 25 JDK: the package, the training of the cache, `serve` as user 10001 with a data folder of its own, and the
# health check's command against it. Not tried: the base images, the JRE image's Java in place of the JDK, apt and useradd.
#
# To be reached from outside the container, config/backhaul.yaml needs http.host 0.0.0.0, and with it access.

FROM eclipse-temurin:25-jdk AS build
RUN apt-get update \
  && apt-get install -y --no-install-recommends maven \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY pom.xml ./
COPY .mvn .mvn
COPY src/main src/main
RUN mvn -q -DskipTests -Dspotless.check.skip=true package

FROM eclipse-temurin:25-jre
RUN groupadd --system --gid 10001 backhaul \
  && useradd --system --uid 10001 --gid backhaul --home-dir /opt/backhaul backhaul
WORKDIR /opt/backhaul
COPY --from=build /src/target/backhaul.jar target/backhaul.jar
COPY --from=build /src/target/lib target/lib
COPY backhaul ./
COPY config config
COPY routes routes
# /opt/backhaul/data is the only memory of what was written: mount a volume on a local disk there.
RUN mkdir data && ./backhaul train && chown backhaul:backhaul data
USER 10001
VOLUME /opt/backhaul/data
EXPOSE 8080 9876
# Alive is not the same as allowed: readiness says whether work may go on, this whether anybody answers.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/9876 && printf 'GET /observe/health/live HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["./backhaul"]
CMD ["serve"]
