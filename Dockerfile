# An image with nothing but verdict and the certificates that --allow-remote requires:
#
#	docker run --rm -v "$PWD:/work" ghcr.io/verdict-lint/verdict lint
#
# It has no git, so --staged and --since do not work in it. GoReleaser builds it and provides the binary.
FROM alpine:3.22 AS certificates
RUN apk add --no-cache ca-certificates

FROM scratch
ARG TARGETPLATFORM
COPY --from=certificates /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY $TARGETPLATFORM/verdict /usr/bin/verdict
USER 65534
WORKDIR /work
ENTRYPOINT ["/usr/bin/verdict"]
