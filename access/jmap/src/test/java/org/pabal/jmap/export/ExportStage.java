// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.export;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import org.pabal.http.HttpExchange;
import org.pabal.http.testing.FakeExchange;
import org.pabal.jmap.CreatedIds;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapLimits;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.protocol.JmapHandler;
import org.pabal.jmap.testing.BrowserUser;
import org.pabal.jmap.testing.JmapStage;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Exports over true mailboxes: alice and bob, each in one browser.
final class ExportStage extends JmapStage {
    private static final JsonMapper JSON = new JsonMapper();

    boolean confirmed = true;
    private @Nullable ExportServices made;

    private ExportServices exports() {
        ExportServices known = made;
        if (known == null) {
            known =
                    new ExportServices(
                            store,
                            storage,
                            directory,
                            scripts(),
                            (_, _) -> confirmed,
                            clock,
                            new SecureRandom());
            made = known;
        }
        return known;
    }

    BrowserUser user(String name) {
        return new BrowserUser(account(name), Optional.of("browser-of-" + name));
    }

    ObjectNode create(BrowserUser user, String arguments) {
        ObjectNode json = (ObjectNode) JSON.readTree(arguments);
        json.put("accountId", JmapAccount.own(user.account()).id());
        return exports()
                .methods()
                .getFirst()
                .call(
                        new MethodCall(
                                json,
                                user,
                                new CreatedIds(),
                                JmapLimits.defaults(),
                                Set.of(ExportCapability.URN)));
    }

    /// The path of a new ticket.
    String ticket(BrowserUser user, String arguments) {
        String url = create(user, arguments).path("url").asString();
        return url.substring("https://mail.example.org".length());
    }

    void fetch(BrowserUser user, HttpExchange exchange) throws Exception {
        JmapHandler.Page page = exports().pages().get(ExportPage.PATH);
        if (page == null) {
            throw new AssertionError("no page for exports");
        }
        page.answer(exchange, user);
    }

    /// What a browser saves.
    FakeExchange export(String name, String arguments) throws Exception {
        FakeExchange exchange = FakeExchange.get(ticket(user(name), arguments));
        fetch(user(name), exchange);
        return exchange;
    }

    Map<String, String> unzipped(byte[] zip) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                files.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }

    /// A client that goes after some octets, or does something at the first.
    static final class Leaving extends OutputStream {
        private final Runnable first;
        private long left;
        boolean closed;

        Leaving(long octets, Runnable first) {
            this.left = octets;
            this.first = first;
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
            first.run();
            left -= length;
            if (left < 0) {
                throw new IOException("the client has gone");
            }
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
