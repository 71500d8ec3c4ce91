// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One browser: a connection and a session, and what the pages ask for when they are opened.
final class JmapBrowser implements AutoCloseable {
    private static final Pattern PRIMARY =
            Pattern.compile("\"primaryAccounts\":\\{[^}]*\"urn:ietf:params:jmap:mail\":\"(\\w+)\"");
    private static final Pattern IDS = Pattern.compile("\"ids\":\\[\"(\\w+)\"\\]");

    /// 64 rows with their previews are more than this.
    private static final int FEWEST_OCTETS = 15_000;

    private final HttpClient client;
    private final String root;
    private final String cookie;

    enum Protocol {
        HTTP_1_1("HTTP/1.1, kept open", HttpClient.Version.HTTP_1_1),
        HTTP_2("HTTP/2", HttpClient.Version.HTTP_2);

        private final String words;
        private final HttpClient.Version version;

        Protocol(String words, HttpClient.Version version) {
            this.words = words;
            this.version = version;
        }

        String words() {
            return words;
        }
    }

    /// @param account its owner's
    record Mailbox(String account, String id) {}

    /// Signs in.
    ///
    /// @param person number of the account
    JmapBrowser(PabalImapPeer server, Protocol protocol, int person)
            throws IOException, InterruptedException {
        client =
                HttpClient.newBuilder()
                        .version(protocol.version)
                        .sslContext(ImapConnection.TRUSTING)
                        .build();
        root = "https://localhost:" + server.httpsPort();
        HttpResponse<String> response =
                client.send(
                        asked("/auth/login")
                                .POST(
                                        BodyPublishers.ofString(
                                                "{\"address\": \""
                                                        + server.login(person)
                                                        + "\", \"password\": \""
                                                        + ImapPeer.PASSWORD
                                                        + "\"}"))
                                .build(),
                        BodyHandlers.ofString());
        if (response.statusCode() != 200 || response.version() != protocol.version) {
            throw new IOException(response.version() + " " + response + ": " + response.body());
        }
        String set = response.headers().firstValue("Set-Cookie").orElseThrow();
        cookie = set.substring(0, set.indexOf(';'));
    }

    private HttpRequest.Builder asked(String path) {
        return HttpRequest.newBuilder(URI.create(root + path))
                .header("Content-Type", "application/json")
                .header("X-Pabal", "1")
                .header("Sec-Fetch-Site", "same-origin");
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response =
                client.send(request.header("Cookie", cookie).build(), BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(response + ": " + response.body());
        }
        return response.body();
    }

    private String session() throws IOException, InterruptedException {
        return send(asked("/.well-known/jmap").GET());
    }

    private String call(String methods) throws IOException, InterruptedException {
        return send(
                asked("/jmap/api")
                        .POST(
                                BodyPublishers.ofString(
                                        "{\"using\": [\"urn:ietf:params:jmap:core\","
                                                + " \"urn:ietf:params:jmap:mail\"],"
                                                + " \"methodCalls\": ["
                                                + methods
                                                + "]}")));
    }

    /// The own INBOX.
    Mailbox inbox() throws IOException, InterruptedException {
        String account = found(PRIMARY, session());
        return new Mailbox(
                account,
                found(
                        IDS,
                        call(
                                "[\"Mailbox/query\", {\"accountId\": \"%s\", \"filter\": {\"role\":"
                                                .formatted(account)
                                        + " \"inbox\"}}, \"a\"]")));
    }

    private static String found(Pattern pattern, String text) throws IOException {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IOException("no " + pattern + " in " + text);
        }
        return matcher.group(1);
    }

    /// The session, then the folders and the first 64 rows in one request.
    void open(Mailbox mailbox) throws IOException, InterruptedException {
        session();
        String rows =
                call(
                        """
                        ["Mailbox/get", {"accountId": "%1$s", "ids": null}, "0"],
                        ["Email/query", {"accountId": "%1$s", "filter": {"inMailbox": "%2$s"},
                          "sort": [{"property": "receivedAt", "isAscending": false}],
                          "collapseThreads": true, "position": 0, "limit": 64, "calculateTotal": true}, "1"],
                        ["Email/get", {"accountId": "%1$s",
                          "#ids": {"resultOf": "1", "name": "Email/query", "path": "/ids"},
                          "properties": ["id", "threadId", "mailboxIds", "keywords", "hasAttachment", "from",
                            "to", "subject", "receivedAt", "preview", "size"]}, "2"]
                        """
                                .formatted(mailbox.account(), mailbox.id()));
        if (rows.length() < FEWEST_OCTETS) {
            throw new IOException("not 64 rows: " + rows);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
