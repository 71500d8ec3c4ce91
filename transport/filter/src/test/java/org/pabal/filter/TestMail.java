// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pabal.message.mime.MessageScanner;
import org.pabal.spam.ArrivalFacts;
import org.pabal.spam.reading.MailReading;
import org.pabal.spam.reading.link.Link;

/// A mail that arrives, for tests.
public record TestMail(
        String client,
        String author,
        String reversePath,
        String fields,
        String text,
        String own,
        List<String> links) {

    public static TestMail from(String client) {
        return new TestMail(
                client,
                "alice@sender.example",
                "alice@sender.example",
                "",
                "Hello",
                "here.example",
                List.of());
    }

    public TestMail author(String address) {
        return new TestMail(client, address, reversePath, fields, text, own, links);
    }

    public TestMail reversePath(String address) {
        return new TestMail(client, author, address, fields, text, own, links);
    }

    public TestMail fields(String more) {
        return new TestMail(client, author, reversePath, more, text, own, links);
    }

    public TestMail text(String other) {
        return new TestMail(client, author, reversePath, fields, other, own, links);
    }

    public TestMail own(String domain) {
        return new TestMail(client, author, reversePath, fields, text, domain, links);
    }

    /// @param hosts that it links to
    public TestMail links(List<String> hosts) {
        return new TestMail(client, author, reversePath, fields, text, own, hosts);
    }

    public byte[] octets() {
        return (fields
                        + "From: "
                        + author
                        + "\r\nTo: bob@here.example\r\nSubject: Test\r\n\r\n"
                        + text
                        + "\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    public MailInQuestion inQuestion() {
        byte[] octets = octets();
        MessageScanner scanner = new MessageScanner();
        scanner.write(octets, 0, octets.length);
        MailReading reading = withLinks(MailReading.of(scanner.finish(), octets));
        ArrivalFacts facts =
                new ArrivalFacts(
                        Optional.of(InetAddress.ofLiteral(client)),
                        "mx.sender.example",
                        Optional.empty(),
                        "mx.sender.example",
                        reversePath,
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        List.of("bob@here.example", "carol@here.example"),
                        own::equals,
                        Instant.parse("2026-03-01T12:00:00Z"));
        return new MailInQuestion("m1", facts, reading, octets, octets.length, List.of());
    }

    private MailReading withLinks(MailReading read) {
        return links.isEmpty()
                ? read
                : new MailReading(
                        read.scan(),
                        read.subject(),
                        read.from(),
                        read.sender(),
                        read.replyTo(),
                        read.to(),
                        read.cc(),
                        read.text(),
                        read.hiddenText(),
                        read.textParts(),
                        links.stream().map(TestMail::link).toList(),
                        read.attachments(),
                        read.html(),
                        read.letters(),
                        read.oddities());
    }

    private static Link link(String host) {
        return new Link(
                Link.Place.TEXT, "http://" + host + "/", "", "http", host, host, "/", Set.of());
    }
}
