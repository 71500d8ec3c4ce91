// SPDX-License-Identifier: Apache-2.0
package org.pabal.tokens;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.pabal.wire.CertificateFiles;
import org.pabal.wire.Connection;
import org.pabal.wire.Connector;
import org.pabal.wire.Listener;
import org.pabal.wire.ListenerConfig;
import org.pabal.wire.SelfSigned;
import org.pabal.wire.TlsCertificates;
import org.pabal.wire.TlsClientContext;
import org.pabal.wire.Wire;
import org.pabal.wire.WireLimits;
import org.pabal.wire.http.HttpClient;

/// A provider of tokens on a loopback port: serves what it is told to, and signs.
final class FakeProvider implements AutoCloseable {
    static final String HOST = "id.example";
    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final Wire wire = new Wire(WireLimits.standard());
    private final Listener listener;
    private final CertificateFiles files;

    /// Bodies by target; a target without one is answered by 404.
    final Map<String, String> pages = new ConcurrentHashMap<>();

    /// Request lines and bodies, in order.
    final List<String> asked = new CopyOnWriteArrayList<>();

    volatile Instant now = NOW;
    final InstantSource clock = () -> now;

    FakeProvider(Path folder) throws IOException {
        files = SelfSigned.createIfAbsent(folder, HOST, InstantSource.system());
        TlsCertificates own = new TlsCertificates(List.of(files), InstantSource.system());
        listener =
                new Listener(
                        wire,
                        ListenerConfig.of(
                                "https",
                                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0)),
                        connection -> {
                            connection.startTls(own);
                            serve(connection);
                        });
        listener.start();
    }

    private void serve(Connection connection) throws IOException {
        connection.readDeadline(Duration.ofSeconds(5));
        List<String> head = new ArrayList<>();
        int length = 0;
        while (connection.readLine(30_000, 0) instanceof Connection.Line.Complete(var octets)
                && octets.length > 0) {
            String line = new String(octets, StandardCharsets.US_ASCII);
            head.add(line);
            if (line.startsWith("Content-Length: ")) {
                length = Integer.parseInt(line.substring(16));
            }
        }
        StringBuilder body = new StringBuilder();
        connection.readExactly(
                length,
                (octets, from, count) ->
                        body.append(new String(octets, from, count, StandardCharsets.US_ASCII)));
        asked.add(String.join("\n", head) + "\n" + body);
        String target = head.getFirst().split(" ")[1];
        String page = pages.get(target);
        String status = page == null ? "404 Not Found" : "200 OK";
        byte[] octets = (page == null ? "" : page).getBytes(StandardCharsets.UTF_8);
        connection.write(
                ("HTTP/1.1 " + status + "\r\nContent-Length: " + octets.length + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        connection.write(octets);
        connection.flush();
    }

    String issuer() {
        return "https://" + HOST + ":" + ((InetSocketAddress) listener.boundAddress()).getPort();
    }

    ProviderUrl url(String target) {
        return ProviderUrl.parse(issuer() + target).orElseThrow();
    }

    Provider provider() throws IOException {
        return new Provider(
                new HttpClient(new Connector(wire), TlsClientContext.trusting(files.chain())),
                _ -> List.of(InetAddress.ofLiteral("127.0.0.1")));
    }

    void serveKeys(JWK... keys) {
        pages.put("/keys", new JWKSet(List.of(keys)).toString());
    }

    /// No connection is taken from now on.
    void stop() {
        listener.stopAccepting();
    }

    @Override
    public void close() {
        listener.close();
        wire.close();
    }

    static String sign(JWK key, JWSHeader header, String claims) throws JOSEException {
        JWSSigner signer =
                key instanceof RSAKey rsa ? new RSASSASigner(rsa) : new ECDSASigner((ECKey) key);
        JWSObject token = new JWSObject(header, new Payload(claims));
        token.sign(signer);
        return token.serialize();
    }

    static JWSHeader header(JWSAlgorithm algorithm, String keyId) {
        return new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).keyID(keyId).build();
    }
}
