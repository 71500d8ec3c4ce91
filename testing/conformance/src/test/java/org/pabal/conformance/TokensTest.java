// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real client logs in with tokens that a provider beside us has signed.
class TokensTest {
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();
    private static final String BOB = "bob@pabal.test";
    private static final String EVE = "eve@pabal.test";
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir private Path folder;
    private @Nullable HttpsServer provider;

    @AfterEach
    void end() {
        if (provider != null) {
            provider.stop(0);
        }
    }

    private static KeyPair key() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static String url(String text) {
        return URL.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String coordinate(BigInteger number) {
        byte[] octets = number.toByteArray();
        byte[] fixed = new byte[32];
        int length = Math.min(octets.length, 32);
        System.arraycopy(octets, octets.length - length, fixed, 32 - length, length);
        return URL.encodeToString(fixed);
    }

    private static String keys(KeyPair pair) {
        ECPublicKey key = (ECPublicKey) pair.getPublic();
        return "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"1\",\"x\":\""
                + coordinate(key.getW().getAffineX())
                + "\",\"y\":\""
                + coordinate(key.getW().getAffineY())
                + "\"}]}";
    }

    private static String token(KeyPair pair, String issuer, String user) throws Exception {
        String signed =
                url("{\"alg\":\"ES256\",\"kid\":\"1\"}")
                        + "."
                        + url(
                                "{\"iss\":\""
                                        + issuer
                                        + "\",\"aud\":\"pabal\",\"email\":\""
                                        + user
                                        + "\",\"exp\":"
                                        + (Instant.now().getEpochSecond() + 300)
                                        + "}");
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(pair.getPrivate());
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + URL.encodeToString(signature.sign());
    }

    /// @return the issuer
    private String serve(Certificate certificate, KeyPair pair) throws Exception {
        Path store = folder.resolve("provider.p12");
        Run.command(
                        "openssl",
                        "pkcs12",
                        "-export",
                        "-in",
                        certificate.chain().toString(),
                        "-inkey",
                        certificate.key().toString(),
                        "-out",
                        store.toString(),
                        "-passout",
                        "pass:" + new String(PASSWORD))
                .run()
                .mustSucceed();
        KeyStore keyStore = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keyStore.load(in, PASSWORD);
        }
        KeyManagerFactory managers =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keyStore, PASSWORD);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        HttpsServer server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        String issuer = "https://127.0.0.1:" + server.getAddress().getPort() + "/realm";
        page(
                server,
                "/realm/.well-known/openid-configuration",
                "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + issuer + "/keys\"}");
        page(server, "/realm/keys", keys(pair));
        server.start();
        provider = server;
        return issuer;
    }

    private static void page(HttpsServer server, String path, String text) {
        server.createContext(
                path,
                exchange -> {
                    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, octets.length);
                    exchange.getResponseBody().write(octets);
                    exchange.close();
                });
    }

    private static Run.Result curl(String url, String token, String... more) throws Exception {
        return Run.command(
                        Stream.concat(
                                        Stream.of(
                                                "curl",
                                                "--silent",
                                                "--show-error",
                                                "--insecure",
                                                "--max-time",
                                                "20",
                                                "--user",
                                                "bob@pabal.test:",
                                                "--oauth2-bearer",
                                                token,
                                                "--url",
                                                url),
                                        Arrays.stream(more))
                                .toList())
                .run();
    }

    private static void assertRefused(String url, String token) throws Exception {
        assertThat(curl(url, token, "--login-options", "AUTH=OAUTHBEARER").exitCode())
                .isEqualTo(67);
    }

    @Test
    void curlLogsInAtEveryDoor() throws Exception {
        assumeTrue(Run.has("curl"));
        Certificate certificate = Certificate.selfSigned(folder, "127.0.0.1");
        KeyPair pair = key();
        String issuer = serve(certificate, pair);
        Path data =
                PabalProcess.data(
                        folder,
                        """
                        [oauth]
                        issuer = "%s"
                        audience = ["pabal"]
                        authorities = "%s"
                        """
                                .formatted(issuer, certificate.chain()));
        try (PabalProcess server = PabalProcess.at(data).with("pabal.test", "bob", "eve").start()) {
            String good = token(pair, issuer, BOB);
            Path mail =
                    Files.writeString(
                            folder.resolve("mail"),
                            "From: <bob@pabal.test>\r\nSubject: token\r\n\r\nHi.\r\n");
            for (String mechanism : List.of("OAUTHBEARER", "XOAUTH2")) {
                String options = "AUTH=" + mechanism;
                curl(
                                "smtps://127.0.0.1:" + server.port(465),
                                good,
                                "--login-options",
                                options,
                                "--mail-from",
                                "bob@pabal.test",
                                "--mail-rcpt",
                                "bob@pabal.test",
                                "--upload-file",
                                mail.toString())
                        .mustSucceed();
                assertThat(
                                curl(
                                                "imaps://127.0.0.1:" + server.port(993) + "/INBOX",
                                                good,
                                                "--login-options",
                                                options,
                                                "--request",
                                                "STATUS INBOX (MESSAGES)")
                                        .mustSucceed()
                                        .output())
                        .contains("* STATUS INBOX");
                assertThat(
                                curl(
                                                "pop3s://127.0.0.1:" + server.port(995),
                                                good,
                                                "--login-options",
                                                options)
                                        .mustSucceed()
                                        .output())
                        .startsWith("1 ");
            }
            // No more than are free: a failure more would be answered late.
            assertRefused("imaps://127.0.0.1:" + server.port(993), token(key(), issuer, BOB));
            assertRefused("pop3s://127.0.0.1:" + server.port(995), token(key(), issuer, BOB));
            assertRefused("imaps://127.0.0.1:" + server.port(993), token(pair, issuer + "x", BOB));
            assertRefused("imaps://127.0.0.1:" + server.port(993), token(pair, issuer, EVE));
            assertThat(server.log()).contains("its signature is wrong", "issuer");
        }
    }
}
