// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.dns.Resolver;
import org.pabal.dns.ZoneResolver;
import org.pabal.mailauth.dkim.signing.PublicKeyRecord;
import org.pabal.mailauth.dkim.signing.SigningAlgorithm;
import org.pabal.message.Domain;
import org.pabal.wire.CertificateFiles;

/// A host in a network of examples, with the records of a zone.
final class FakeHost implements ThisHost, CertificateInUse, Doors {
    static final PublicKeyRecord KEY =
            new PublicKeyRecord(
                    "code.kr",
                    "s1",
                    SigningAlgorithm.ED25519_SHA256,
                    "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");

    final Map<String, String> kept = new HashMap<>();
    final Map<String, String> origins = new HashMap<>();
    final List<X509Certificate> certificate = new ArrayList<>();
    String zone = "mail.code.kr. A 192.0.2.25\n25.2.0.192.in-addr.arpa. PTR mail.code.kr.\n";
    final Map<String, Knock> knocks = new HashMap<>();
    Optional<String> relay = Optional.empty();
    final List<Domain> lookedAt = new ArrayList<>();
    int starts;
    boolean isFull;

    @Override
    public List<OwnAddress> addresses() {
        return List.of(
                new OwnAddress(InetAddress.ofLiteral("192.0.2.25"), true),
                new OwnAddress(InetAddress.ofLiteral("10.0.0.5"), false));
    }

    @Override
    public Optional<String> systemName() {
        return Optional.of("vps-17.hosting.example");
    }

    @Override
    public Resolver resolver() {
        return ZoneResolver.of(zone);
    }

    @Override
    public Resolver resolverOfZone(String domain) {
        return resolver();
    }

    @Override
    public List<PublicKeyRecord> keys(Domain domain) {
        return List.of(KEY);
    }

    @Override
    public void lookAtKeys(Domain domain) {
        lookedAt.add(domain);
    }

    @Override
    public List<X509Certificate> certificate() {
        return certificate;
    }

    @Override
    public String origin(String key) {
        return origins.getOrDefault(key, kept.containsKey(key) ? "kept.toml:3" : "default");
    }

    @Override
    public List<Inbound> inbound() {
        return List.of(new Inbound("smtp", 25, true), new Inbound("pop3s", 995, false));
    }

    @Override
    public List<Target> targets() {
        return List.of(new Target("mx.one.example", 25), new Target("mx.two.example", 25));
    }

    @Override
    public Knock knock(InetSocketAddress server) {
        return knocks.getOrDefault(server.getAddress().getHostAddress(), Knock.NO_ROUTE);
    }

    @Override
    public Optional<String> relay() {
        return relay;
    }

    @Override
    public String value(String key) {
        return kept.getOrDefault(key, key.equals("spam.enabled") ? "true" : "");
    }

    @Override
    public List<X509Certificate> check(String pem) throws IOException {
        Path file = Files.createTempFile("given", ".pem");
        try {
            Files.writeString(file, pem);
            return new CertificateFiles(file, file).check();
        } finally {
            Files.delete(file);
        }
    }

    @Override
    public void use(String pem) throws IOException {
        certificate.clear();
        certificate.addAll(check(pem));
    }

    @Override
    public void keep(Map<String, String> changes) throws IOException {
        if (isFull) {
            throw new IOException("no space left on device");
        }
        kept.putAll(changes);
    }

    @Override
    public void startAgain() {
        starts++;
    }
}
