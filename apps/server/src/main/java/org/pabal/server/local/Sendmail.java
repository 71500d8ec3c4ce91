// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.local;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.pabal.message.mime.AddressList;
import org.pabal.message.mime.AddressList.Mailbox;
import org.pabal.message.mime.HeaderField;
import org.pabal.message.mime.HeaderSection;
import org.pabal.server.local.SendmailOptions.Mode;
import org.pabal.server.local.SendmailOptions.Unusable;

/// `sendmail`, and `mailq` and `newaliases`, which are the same program under other names.
final class Sendmail {
    private static final Set<String> RECIPIENTS = Set.of("to", "cc", "bcc");
    private static final Set<String> RESENT = Set.of("resent-to", "resent-cc", "resent-bcc");

    private final Invocation invocation;

    Sendmail(Invocation invocation) {
        this.invocation = invocation;
    }

    int run(List<String> words, Mode preset) throws IOException {
        SendmailOptions options;
        try {
            options = SendmailOptions.parse(words, preset);
        } catch (Unusable unusable) {
            return invocation.fail(
                    SysExit.USAGE, "local.option", String.valueOf(unusable.getMessage()));
        }
        return switch (options.mode()) {
            case SUBMIT -> submit(options);
            case SMTP -> speak();
            case VERIFY -> new Verification(invocation).run(options.recipients());
            case QUEUE -> new QueueListing(invocation).run();
            case ALIASES -> new AliasListing(invocation).run();
            case FLUSH -> new QueueListing(invocation).flush();
        };
    }

    private int speak() throws IOException {
        Optional<LocalServer> server = LocalServer.connect(invocation.directory());
        if (server.isEmpty()) {
            invocation.out().print("421 4.3.2 The mail server is not running\r\n");
            invocation.out().flush();
            return SysExit.TRY_AGAIN;
        }
        try (LocalServer there = server.get()) {
            there.bridge(invocation.in(), invocation.out());
        }
        return SysExit.OK;
    }

    private int submit(SendmailOptions options) throws IOException {
        if (options.recipients().isEmpty() && !options.readsRecipients()) {
            return invocation.fail(SysExit.USAGE, "local.no-recipient");
        }
        try (GivenMessage message =
                GivenMessage.read(
                        invocation.in(),
                        options.dotEnds() ? GivenMessage.End.DOT : GivenMessage.End.INPUT)) {
            Set<String> recipients = new LinkedHashSet<>(named(options.recipients()));
            if (options.readsRecipients()) {
                recipients.addAll(recipients(message));
            }
            if (recipients.isEmpty()) {
                return invocation.fail(SysExit.DATA_ERROR, "local.no-recipient-in-header");
            }
            return hand(request(options, List.copyOf(recipients)), message);
        }
    }

    /// Several in one word, with commas, are several.
    private static List<String> named(List<String> words) {
        List<String> named = new ArrayList<>();
        for (String word : words) {
            addressesOf(AddressList.mailboxes(new HeaderField("To", word)), named);
        }
        return named;
    }

    private static void addressesOf(List<Mailbox> mailboxes, List<String> into) {
        for (Mailbox mailbox : mailboxes) {
            if (!mailbox.address().isBlank()) {
                into.add(written(mailbox));
            }
        }
    }

    private static String written(Mailbox mailbox) {
        String local = mailbox.localPart();
        boolean atom = local.matches("[^\\s\"(),:;<>@\\[\\]\\\\]+");
        String shown =
                atom ? local : "\"" + local.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        String whole = mailbox.domain().isEmpty() ? shown : shown + "@" + mailbox.domain();
        return utf8(whole);
    }

    /// Header fields have each octet as one char; arguments are characters already.
    private static String utf8(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xFF) {
                return text;
            }
        }
        byte[] octets = text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        String decoded = new String(octets, java.nio.charset.StandardCharsets.UTF_8);
        return decoded.indexOf('\uFFFD') < 0 ? decoded : text;
    }

    /// With Resent- fields it is them that count. RFC 5322 §3.6.6
    private static List<String> recipients(GivenMessage message) throws IOException {
        byte[] octets = message.header();
        HeaderSection header = HeaderSection.parse(octets, 0, octets.length);
        boolean resent = header.fields().stream().anyMatch(field -> isOf(field, RESENT));
        List<String> recipients = new ArrayList<>();
        for (HeaderField field : header.fields()) {
            if (isOf(field, resent ? RESENT : RECIPIENTS)) {
                addressesOf(AddressList.mailboxes(field), recipients);
            }
        }
        return recipients;
    }

    private static boolean isOf(HeaderField field, Set<String> names) {
        return names.contains(field.name().toLowerCase(Locale.ROOT));
    }

    private static LocalRequest request(SendmailOptions options, List<String> recipients) {
        return new LocalRequest(
                LocalRequest.Kind.SUBMIT,
                newId(),
                options.from().map(from -> from.isEmpty() ? "<>" : from),
                options.name(),
                recipients,
                Optional.empty(),
                Optional.empty(),
                options.refusals(),
                options.asked());
    }

    static String newId() {
        byte[] octets = new byte[16];
        new SecureRandom().nextBytes(octets);
        return HexFormat.of().formatHex(octets);
    }

    /// To the server; to the drop when there is none, when it does not answer, or for those whom it
    /// does not take now.
    private int hand(LocalRequest request, GivenMessage message) throws IOException {
        Optional<LocalServer> server = LocalServer.connect(invocation.directory());
        if (server.isEmpty()) {
            return drop(request, message);
        }
        List<String> replies;
        try (LocalServer there = server.get()) {
            replies = there.give(request, message);
        } catch (IOException lost) {
            return drop(request, message); // under the same id: submitted once, whatever it did
        }
        return settle(request, replies, message);
    }

    private int settle(LocalRequest request, List<String> replies, GivenMessage message)
            throws IOException {
        List<String> later = new ArrayList<>();
        int worst = SysExit.OK;
        for (int i = 0; i < request.recipients().size(); i++) {
            String reply = replies.get(Math.min(i, replies.size() - 1));
            int code = SysExit.of(reply);
            if (code == SysExit.TRY_AGAIN) {
                later.add(request.recipients().get(i));
            } else if (code != SysExit.OK) {
                worst = Math.max(worst, code);
                invocation.fail(code, "local.refused", request.recipients().get(i), reply);
            }
        }
        if (!later.isEmpty()) {
            boolean all = later.size() == request.recipients().size();
            int code = drop(all ? request : request.to(later).as(newId()), message);
            return worst == SysExit.OK ? code : worst;
        }
        return worst;
    }

    private int drop(LocalRequest request, GivenMessage message) {
        try {
            DropFile.write(invocation.directory(), request, message);
            return SysExit.OK;
        } catch (IOException cannot) {
            return invocation.fail(
                    SysExit.TRY_AGAIN,
                    "local.no-drop",
                    invocation.directory().path().toString(),
                    cannot.toString());
        }
    }
}
