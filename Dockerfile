# feedmill in a container, without a shell, as a user without rights.
#
#   docker build -t feedmill .
#   docker run --rm -v "$PWD/articles:/srv/news:ro" -v feeds:/srv/feeds feedmill build . --output /srv/feeds \
#       --base-url https://example.org/feeds/
#
# /srv/news is where it runs: the collection, and feedmill.toml if there is one. It is only read.
# /srv/feeds is what it publishes, for a web server. Keep it between runs: in the hidden folder .feedmill in it lies the ledger, by which ids
# and addresses stay what they are. A folder of the host that is mounted there must belong to the user 65532.
FROM rust:1-slim-bookworm AS build
WORKDIR /src
COPY . .
RUN cargo build --release --locked --package feedmill && mkdir -p /out/news /out/feeds

FROM gcr.io/distroless/cc-debian12:nonroot
COPY --from=build /src/target/release/feedmill /usr/bin/feedmill
COPY --from=build --chown=65532:65532 /out /srv
VOLUME ["/srv/feeds"]
WORKDIR /srv/news
USER 65532:65532
ENTRYPOINT ["/usr/bin/feedmill"]
CMD ["build", "--output", "/srv/feeds"]
