// SPDX-License-Identifier: Apache-2.0
package org.pabal.fetch;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.pabal.fetch.Dialogue.Command;
import org.pabal.fetch.Dialogue.Listener;
import org.pabal.fetch.FetchException.Reason;
import org.pabal.fetch.ImapReply.Tagged;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.sasl.SaslClientMechanism;
import org.pabal.sasl.SaslMechanisms;
import org.pabal.wire.Connection;

/// A session with another IMAP server that reads and changes nothing. For one thread, but for
/// {@link #close}, which ends it from any.
public final class ImapFetcher implements Closeable {
    /// How many UIDs one SEARCH asks about: its answer stays within a response's limit.
    private static final long SEARCHED = 65_536;

    private final Dialogue dialogue;
    private final FetchLimits limits;
    private Set<String> capabilities = Set.of();

    ImapFetcher(Dialogue dialogue, FetchLimits limits) {
        this.dialogue = dialogue;
        this.limits = limits;
    }

    /// Begins on a connection that is secure already, with the greeting.
    public static ImapFetcher over(Connection connection, FetchLimits limits) throws IOException {
        Dialogue dialogue = new Dialogue(connection, limits);
        dialogue.greeting();
        ImapFetcher fetcher = new ImapFetcher(dialogue, limits);
        fetcher.begin();
        return fetcher;
    }

    /// Asks what the server can, which under TLS may be more.
    void begin() throws IOException {
        Set<String> all = new HashSet<>();
        dialogue.run(
                new Command("CAPABILITY"),
                in -> {
                    if (in.skipWord("CAPABILITY")) {
                        while (in.skip(' ') && !in.isAtEnd()) {
                            all.add(word(in).toUpperCase(Locale.ROOT));
                        }
                    }
                });
        capabilities = Set.copyOf(all);
    }

    private static String word(ImapParser in) throws ImapSyntaxException {
        return in.astring();
    }

    /// Whether messages have labels, and one mailbox holds them all: `X-GM-EXT-1` of Gmail.
    public boolean hasLabels() {
        return capabilities.contains("X-GM-EXT-1");
    }

    /// Logs in, and says who we are where the server asks for it (RFC 2971).
    public void logIn(FetchLogin login) throws IOException {
        Tagged outcome =
                switch (login) {
                    case FetchLogin.Password password -> byPassword(password);
                    case FetchLogin.Token(String user, String token) -> byToken(user, token);
                };
        if (!outcome.isOk()) {
            throw new FetchException(Dialogue.refusal(outcome, Reason.LOGIN), outcome.text());
        }
        begin();
        if (capabilities.contains("ID")) {
            dialogue.outcome(
                    new Command("ID (\"name\" \"Pabal\")"), Listener.DEAF, Optional.empty());
        }
    }

    private Tagged byPassword(FetchLogin.Password login) throws IOException {
        if (capabilities.contains("AUTH=PLAIN")) {
            Optional<SaslClientMechanism> plain =
                    login.actsFor().isPresent()
                            ? SaslMechanisms.actingFor(
                                    login.actsFor().get(), login.user(), login.password())
                            : SaslMechanisms.client("PLAIN", login.user(), login.password());
            if (plain.isPresent()) {
                return dialogue.authenticate(plain.get(), hasSaslIr());
            }
        }
        if (login.actsFor().isPresent() || capabilities.contains("LOGINDISABLED")) {
            throw new FetchException(
                    Reason.NO_MECHANISM,
                    login.actsFor().isPresent() ? "no AUTH=PLAIN" : "LOGINDISABLED");
        }
        return dialogue.outcome(
                new Command("LOGIN")
                        .string(Dialogue.octets(login.user()))
                        .string(Dialogue.octets(login.password())),
                Listener.DEAF,
                Optional.empty());
    }

    private boolean hasSaslIr() {
        return capabilities.contains("SASL-IR");
    }

    private Tagged byToken(String user, String token) throws IOException {
        for (String name : List.of("OAUTHBEARER", "XOAUTH2")) {
            if (capabilities.contains("AUTH=" + name)) {
                SaslClientMechanism mechanism =
                        SaslMechanisms.bearer(name, user, token)
                                .orElseThrow(() ->
                                        new FetchException(Reason.LOGIN, "no token of RFC 7628"));
                return dialogue.authenticate(mechanism, hasSaslIr());
            }
        }
        throw new FetchException(Reason.NO_MECHANISM, "no AUTH=OAUTHBEARER, no AUTH=XOAUTH2");
    }

    /// The mailboxes of the one who is logged in; those of others, and shared ones, are left out.
    /// RFC 3501 §6.3.8, RFC 2342, RFC 6154 §2.
    public List<RemoteMailbox> mailboxes() throws IOException {
        Namespaces namespaces = new Namespaces();
        if (capabilities.contains("NAMESPACE")) {
            dialogue.outcome(new Command("NAMESPACE"), namespaces, Optional.empty());
        }
        boolean asksForUses =
                capabilities.contains("SPECIAL-USE") && capabilities.contains("LIST-EXTENDED");
        MailboxListing listing = new MailboxListing(namespaces, limits.maxMailboxes());
        dialogue.run(
                new Command(
                        asksForUses ? "LIST \"\" \"*\" RETURN (SPECIAL-USE)" : "LIST \"\" \"*\""),
                listing);
        return listing.found();
    }

    /// How many messages a mailbox has; empty when the server does not say. RFC 3501 §6.3.10.
    public Optional<Long> count(RemoteMailbox mailbox) throws IOException {
        long[] messages = {-1};
        dialogue.outcome(
                new Command("STATUS").string(mailbox.wireName()).with("(MESSAGES)"),
                in -> {
                    if (in.skipWord("STATUS")) {
                        in.space().astringOctets();
                        in.space().expect('(');
                        if (in.skipWord("MESSAGES")) {
                            messages[0] = in.space().number();
                        }
                    }
                },
                Optional.empty());
        return messages[0] < 0 ? Optional.empty() : Optional.of(messages[0]);
    }

    /// Opens a mailbox without changing anything in it. RFC 3501 §6.3.2.
    public ExaminedMailbox examine(RemoteMailbox mailbox) throws IOException {
        long[] found = new long[3];
        dialogue.run(
                new Command("EXAMINE").string(mailbox.wireName()),
                in -> {
                    if (in.skipWord("OK")) {
                        if (in.skipAll(" [UIDVALIDITY ")) {
                            found[0] = in.number();
                        } else if (in.skipAll(" [UIDNEXT ")) {
                            found[1] = in.number();
                        }
                    } else if (in.isSequenceSetNext()) {
                        long number = in.number();
                        if (in.space().skipWord("EXISTS")) {
                            found[2] = number;
                        }
                    }
                });
        return new ExaminedMailbox(found[0], found[1], found[2]);
    }

    /// The UIDs of the selected mailbox in a stretch that is long enough for one answer.
    ///
    /// @return ascending; at most as many as the stretch has
    public List<Long> uids(long first) throws IOException {
        long last = lastSearched(first);
        TreeSet<Long> uids = new TreeSet<>();
        dialogue.run(
                new Command("UID SEARCH UID " + first + ":" + last),
                in -> {
                    if (in.skipWord("SEARCH")) {
                        while (in.skip(' ') && !in.isAtEnd()) {
                            long uid = in.number();
                            if (uid >= first && uid <= last) {
                                uids.add(uid);
                            }
                        }
                    }
                });
        return List.copyOf(uids);
    }

    /// The last UID that {@link #uids} asks about.
    public static long lastSearched(long first) {
        return Math.min(first + SEARCHED - 1, 0xFFFF_FFFFL);
    }

    /// What there is to know of messages before they are read. RFC 3501 §6.4.5.
    ///
    /// @return those that are there, in the order in which the server tells of them
    public List<RemoteMessage> describe(List<Long> uids) throws IOException {
        Set<Long> asked = new HashSet<>(uids);
        List<RemoteMessage> all = new ArrayList<>();
        String labels = hasLabels() ? " X-GM-LABELS" : "";
        dialogue.run(
                new Command("UID FETCH")
                        .with(set(uids))
                        .with(
                                "(UID FLAGS INTERNALDATE RFC822.SIZE"
                                        + labels
                                        + " BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])"),
                in -> {
                    FetchedItems items = FetchedItems.read(in);
                    if (items.isMessage() && asked.remove(items.uid())) {
                        all.add(items.message());
                    }
                });
        return all;
    }

    /// Reads messages, one after the other as the server sends them. What is gone by now is left out.
    public void read(List<Long> uids, BodyTaker taker) throws IOException {
        Set<Long> asked = new HashSet<>(uids);
        Reading reading = new Reading(taker, asked);
        dialogue.run(
                new Command("UID FETCH").with(set(uids)).with("(UID BODY.PEEK[])"),
                reading,
                reading);
    }

    private static String set(List<Long> uids) {
        return uids.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    /// Joins the octets of a message with the UID that its response names, before or behind them.
    private static final class Reading implements BodyTaker, Listener {
        private final BodyTaker taker;
        private final Set<Long> asked;
        private boolean begun;

        Reading(BodyTaker taker, Set<Long> asked) {
            this.taker = taker;
            this.asked = asked;
        }

        @Override
        public Sink begin(long octets) throws IOException {
            if (begun || asked.isEmpty()) {
                throw new FetchException(Reason.PROTOCOL, "a message that nobody asked for");
            }
            begun = true;
            return taker.begin(octets);
        }

        @Override
        public void end(long uid) {
            throw new UnsupportedOperationException("the UID is known by the response");
        }

        @Override
        public void hear(ImapParser in) throws FetchException {
            try {
                FetchedItems items = FetchedItems.read(in);
                if (items.isMessage() && items.body().isPresent()) {
                    end(items);
                }
            } catch (ImapSyntaxException broken) {
                if (begun) {
                    throw new FetchException(
                            Reason.PROTOCOL, "a message in a response that is none");
                }
            } catch (FetchException known) {
                throw known;
            } catch (IOException trouble) {
                throw new FetchException(Reason.PROTOCOL, String.valueOf(trouble.getMessage()));
            }
            if (begun) {
                throw new FetchException(Reason.PROTOCOL, "a message without a UID");
            }
        }

        private void end(FetchedItems items) throws IOException {
            if (!asked.remove(items.uid())) {
                throw new FetchException(Reason.PROTOCOL, "a message that nobody asked for");
            }
            if (!begun) {
                byte[] quoted = items.body().orElseThrow();
                taker.begin(quoted.length).write(quoted, 0, quoted.length);
            }
            begun = false;
            taker.end(items.uid());
        }
    }

    /// Says good-bye, as far as the server still listens.
    public void logOut() {
        try {
            dialogue.outcome(new Command("LOGOUT"), Listener.DEAF, Optional.empty());
        } catch (IOException over) {
            // BYE ends it
        }
        close();
    }

    @Override
    public void close() {
        dialogue.close();
    }

    /// For reports: `IMAP4REV1 IDLE …`, sorted.
    public String capabilities() {
        Object[] sorted = capabilities.toArray();
        Arrays.sort(sorted);
        return Words.shown(
                Arrays.stream(sorted).map(String::valueOf).collect(Collectors.joining(" ")));
    }
}
