// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A server of the web on loopback that notifications go to. Its certificate vouches for itself.
final class WebReceiver implements AutoCloseable {
    private static final char[] PASSWORD = "changeit".toCharArray();

    final Certificate certificate;
    volatile int status = 200;
    volatile String said = "";

    /// Answers nothing before it is opened.
    volatile CountDownLatch gate = new CountDownLatch(0);

    /// Of the request that came last, in full; empty for none.
    volatile String authorization = "";

    private final BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
    private final HttpsServer server;

    WebReceiver(Path folder) throws Exception {
        certificate = Certificate.selfSigned(folder, "hook.test");
        Path store = folder.resolve("hook.p12");
        Run.command(
                        "openssl",
                        "pkcs12",
                        "-export",
                        "-inkey",
                        certificate.key().toString(),
                        "-in",
                        certificate.chain().toString(),
                        "-out",
                        store.toString(),
                        "-passout",
                        "pass:changeit")
                .run()
                .mustSucceed();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory managers =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        authorization = given == null ? "" : given;
        bodies.add(body);
        try {
            gate.await();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
        boolean refused = exchange.getRequestURI().getPath().equals("/refused");
        byte[] octets = (refused ? "Invalid key" : said).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(
                refused ? 401 : status, octets.length == 0 ? -1 : octets.length);
        if (octets.length > 0) {
            exchange.getResponseBody().write(octets);
        }
        exchange.close();
    }

    String url() {
        return "https://127.0.0.1:" + server.getAddress().getPort() + "/in";
    }

    /// Where everything is refused.
    String refusing() {
        return url().replaceFirst("/in$", "/refused");
    }

    /// The next body that came.
    String next() throws InterruptedException {
        String body = bodies.poll(30, TimeUnit.SECONDS);
        if (body == null) {
            throw new AssertionError("nothing came");
        }
        return body;
    }

    boolean isEmpty() {
        return bodies.isEmpty();
    }

    @Override
    public void close() {
        gate.countDown();
        server.stop(0);
    }
}
