// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup.proof;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.dns.Resolver;
import org.pabal.dns.ZoneResolver;
import org.pabal.mailauth.MessageHeader;
import org.pabal.mailauth.dkim.BodyHashes;
import org.pabal.mailauth.dkim.DkimRules;
import org.pabal.mailauth.dkim.signing.DkimSigner;
import org.pabal.mailauth.dkim.signing.MessageSigning;
import org.pabal.mailauth.dkim.signing.PublicKeyRecord;
import org.pabal.mailauth.dkim.signing.SigningAlgorithm;
import org.pabal.mailauth.dkim.signing.SigningKey;
import org.pabal.mailauth.dkim.signing.SigningRules;
import org.pabal.mailauth.doctor.Diagnosis;
import org.pabal.mailauth.doctor.DomainDoctor;
import org.pabal.mailauth.doctor.OurHost;
import org.pabal.mailauth.doctor.PolicyFile;
import org.pabal.mailauth.examination.Findings;
import org.pabal.mailauth.examination.MailAuthentication;
import org.pabal.mailauth.examination.MailAuthenticator;
import org.pabal.mailauth.examination.SendingClient;
import org.pabal.mailauth.spf.SpfLimits;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.ReversePath;

/// A server with a mailbox and a queue, in a network whose DNS is a zone file; all goes well until it is
/// told otherwise.
public final class FakeWorld implements ProofMail, ProofFacts, SeenFromOutside {
    public static final InetAddress ADDRESS = InetAddress.ofLiteral("192.0.2.25");

    public final Map<String, Fate> fates = new HashMap<>();
    public final List<String> submitted = new ArrayList<>();
    public Fate ofOutside = new Fate.Relayed("250 2.0.0 taken");
    public boolean isAnswered;
    String zone;
    boolean signs = true;
    boolean judges = true;
    Optional<Instant> signsFrom = Optional.empty();
    Sent said = new Sent(Taken.YES, "250 2.0.0 ok", Optional.of("TLSv1.3"));
    String mailbox = "INBOX";
    String changedSubject = "";
    WayOut out = new WayOut(false, Optional.empty(), true);
    Optional<String> certificate = Optional.empty();
    Optional<List<String>> lists = Optional.of(List.of());
    List<InetAddress> senders = List.of(ADDRESS);
    private final SigningKey key;
    private final InstantSource clock;
    private byte[] delivered = {};

    public FakeWorld(InstantSource clock) {
        this.clock = clock;
        this.key =
                SigningKey.generate(
                        "code.kr", "s1", SigningAlgorithm.ED25519_SHA256, new SecureRandom());
        this.zone =
                """
                mail.code.kr. A 192.0.2.25
                25.2.0.192.in-addr.arpa. PTR mail.code.kr.
                code.kr. MX 10 mail.code.kr.
                code.kr. TXT "v=spf1 mx -all"
                _dmarc.code.kr. TXT "v=DMARC1; p=reject"
                """
                        + record().zoneLine(3_600)
                        + "\n";
    }

    private PublicKeyRecord record() {
        return PublicKeyRecord.of(key);
    }

    void without(String word) {
        zone = String.join("\n", zone.lines().filter(line -> !line.contains(word)).toList()) + "\n";
    }

    @Override
    public String hostname() {
        return "mail.code.kr";
    }

    @Override
    public List<Door> doors() {
        return List.of(new Door(new InetSocketAddress(ADDRESS, 25), judges));
    }

    @Override
    public Optional<Instant> signsFrom(Domain domain) {
        return signsFrom;
    }

    @Override
    public Sent toSelf(Door door, Address own, byte[] message) {
        if (said.taken() == Taken.YES) {
            String text = new String(message, StandardCharsets.UTF_8);
            String id = text.replaceAll("(?s).*Message-ID: (<[^>]+>).*", "$1");
            fates.putIfAbsent(id, new Fate.Stored(own.toString(), mailbox, 7));
            delivered = delivered(signs ? signed(message) : message);
        }
        return said;
    }

    private byte[] delivered(byte[] message) {
        String trace =
                "Return-Path: <jiwoo@code.kr>\r\n"
                        + (judges ? "Authentication-Results: mail.code.kr; spf=pass\r\n" : "")
                        + "Received: from mail.code.kr ([192.0.2.25])\r\n\tby mail.code.kr with"
                        + " ESMTPS; Sun, 1 Mar 2026 12:00:00 +0000\r\n";
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(trace.getBytes(StandardCharsets.UTF_8));
        String text = new String(message, StandardCharsets.UTF_8);
        all.writeBytes(
                (changedSubject.isEmpty()
                                ? text
                                : text.replaceFirst("(?m)^Subject: .*$", changedSubject))
                        .getBytes(StandardCharsets.UTF_8));
        return all.toByteArray();
    }

    private byte[] signed(byte[] message) {
        int body = bodyStart(message);
        BodyHashes hashes = new BodyHashes();
        MessageSigning signing =
                new DkimSigner(SigningRules.standard(), clock)
                        .begin(
                                MessageHeader.parse(Arrays.copyOf(message, body)),
                                hashes,
                                List.of(key));
        hashes.write(message, body, message.length - body);
        hashes.end();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(signing.finish());
        all.writeBytes(message);
        return all.toByteArray();
    }

    private static int bodyStart(byte[] message) {
        return new String(message, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n") + 4;
    }

    @Override
    public Sent outside(
            Account author, String session, InetSocketAddress client, Address to, byte[] message) {
        submitted.add(new String(message, StandardCharsets.UTF_8));
        return new Sent(Taken.YES, "250 2.0.0 queued", Optional.empty());
    }

    @Override
    public Fate fate(String messageId) {
        return messageId.contains("outside")
                ? ofOutside
                : fates.getOrDefault(messageId, new Fate.Waits(""));
    }

    @Override
    public Optional<byte[]> read(Account account, Fate.Stored place) {
        return Optional.of(delivered).filter(octets -> octets.length > 0);
    }

    @Override
    public boolean hasCome(Address from, Address to, Instant since) {
        return isAnswered;
    }

    @Override
    public SeenFromOutside outside() {
        return this;
    }

    @Override
    public WayOut wayOut(Address from) {
        return out;
    }

    @Override
    public Optional<String> certificateTrouble(Locale language) {
        return certificate;
    }

    @Override
    public List<InetAddress> senders() {
        return senders;
    }

    private Resolver resolver() {
        return ZoneResolver.of(zone);
    }

    @Override
    public List<Diagnosis> diagnoses(Domain domain) {
        return DomainDoctor.examine(
                domain.toAscii(),
                new OurHost(hostname(), senders, List.of(), List.of(record()), List.of()),
                resolver(),
                PolicyFile.OFFLINE,
                clock);
    }

    @Override
    public Findings examine(InetAddress client, Address from, byte[] message) {
        MailAuthenticator authenticator =
                new MailAuthenticator(
                        resolver(), SpfLimits.standard(), DkimRules.standard(), hostname(), clock);
        int body = bodyStart(message);
        try (MailAuthentication mail =
                authenticator.begin(
                        new SendingClient(client, hostname(), new ReversePath.To(from)),
                        Optional.empty())) {
            mail.header(MessageHeader.parse(Arrays.copyOf(message, body)));
            mail.write(message, body, message.length - body);
            return mail.finish();
        }
    }

    @Override
    public Optional<List<String>> listedBy(InetAddress address) {
        return lists;
    }
}
