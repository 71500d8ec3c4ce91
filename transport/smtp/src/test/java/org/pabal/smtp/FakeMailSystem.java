// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.pabal.message.Address;
import org.pabal.message.ForwardPath;
import org.pabal.message.ReversePath;
import org.pabal.message.UnavailableException;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.sasl.Credentials;
import org.pabal.sasl.ScramCredential;
import org.pabal.sasl.ScramCredentials;
import org.pabal.sasl.ScramHash;

/// A small mail system behind sessions, in memory: accounts, passwords, stored mails, and troubles
/// that a test orders.
final class FakeMailSystem {
    /// A place where a session asks its service.
    enum Question {
        CONNECT,
        CREDENTIALS,
        AUTHENTICATED,
        MAIL,
        RCPT,
        CONTENT,
        WRITE,
        FINISH
    }

    /// @param client as it was known when the content began
    record StoredMail(
            ClientFacts client,
            ReversePath from,
            MailParameters parameters,
            List<ForwardPath> recipients,
            byte[] content) {
        String text() {
            return new String(content, StandardCharsets.UTF_8);
        }
    }

    final List<StoredMail> mails = new CopyOnWriteArrayList<>();
    final AtomicInteger resets = new AtomicInteger();
    final AtomicInteger contentsOpen = new AtomicInteger();

    private final Set<Address> accounts = new HashSet<>();
    private final Set<Address> full = new HashSet<>();
    private final Set<String> etrn = new HashSet<>();
    private final Map<String, String> passwords = new HashMap<>();
    private final Map<String, String> homes = new HashMap<>();
    private final Map<Question, RuntimeException> troubles = new HashMap<>();
    private final Map<Question, Verdict> verdicts = new HashMap<>();

    void account(String address) {
        accounts.add(Address.of(address).lookupForm());
    }

    void fullAccount(String address) {
        account(address);
        full.add(Address.of(address).lookupForm());
    }

    void password(String identity, String password) {
        passwords.put(identity, password);
    }

    /// The account's mailboxes are on another host.
    void home(String identity, String host) {
        homes.put(identity, host);
    }

    void etrn(String node) {
        etrn.add(node);
    }

    void outOfOrder(Question where) {
        troubles.put(where, new UnavailableException("ordered by the test at " + where));
    }

    void bug(Question where) {
        troubles.put(where, new IllegalStateException("a bug ordered by the test at " + where));
    }

    void refuse(Question where, int code, String status, String text) {
        verdicts.put(where, Verdict.refuse(code, status, text, "ordered by the test"));
    }

    MailService service() {
        return new Service();
    }

    private Verdict verdict(Question where) {
        trouble(where);
        return verdicts.getOrDefault(where, Verdict.ACCEPT);
    }

    private void trouble(Question where) {
        RuntimeException trouble = troubles.get(where);
        if (trouble != null) {
            throw trouble;
        }
    }

    private final class Service implements MailService {
        private Optional<ReversePath> from = Optional.empty();
        private MailParameters parameters = MailParameters.NONE;
        private final List<ForwardPath> recipients = new ArrayList<>();

        @Override
        public Verdict connect(ClientFacts client) {
            return verdict(Question.CONNECT);
        }

        @Override
        public Credentials credentials(ClientFacts client) {
            trouble(Question.CREDENTIALS);
            return new KnownPasswords();
        }

        @Override
        public Verdict authenticated(ClientFacts client) {
            return verdict(Question.AUTHENTICATED);
        }

        @Override
        public Optional<Home> home(ClientFacts client) {
            return client.authenticated()
                    .map(ClientFacts.Authenticated::authorizationIdentity)
                    .flatMap(who ->
                            Optional.ofNullable(homes.get(who)).map(host -> new Home(host, who)));
        }

        @Override
        public Verdict mail(ClientFacts client, ReversePath path, MailParameters given) {
            if (from.isPresent()) {
                throw new AssertionError("a transaction within a transaction");
            }
            Verdict verdict = verdict(Question.MAIL);
            if (verdict instanceof Verdict.Accept) {
                from = Optional.of(path);
                parameters = given;
            }
            return verdict;
        }

        @Override
        public Verdict rcpt(ClientFacts client, ForwardPath to, RecipientRequest request) {
            Verdict verdict = verdict(Question.RCPT);
            if (verdict instanceof Verdict.Accept && to instanceof ForwardPath.To(var address)) {
                verdict = known(address);
            }
            if (verdict instanceof Verdict.Accept) {
                recipients.add(to);
            }
            return verdict;
        }

        private Verdict known(Address address) {
            if (accounts.contains(address.lookupForm())) {
                return Verdict.ACCEPT;
            }
            boolean ours = accounts.stream().anyMatch(a -> a.domain().equals(address.domain()));
            return ours
                    ? Verdict.refuse(550, "5.1.1", "No such recipient here", "unknown recipient")
                    : Verdict.refuse(550, "5.7.1", "Relaying denied", "not a domain of ours");
        }

        @Override
        public Content content(ClientFacts client) {
            trouble(Question.CONTENT);
            contentsOpen.incrementAndGet();
            Content content =
                    new Receiving(client, from.orElseThrow(), parameters, List.copyOf(recipients));
            forget();
            return content;
        }

        @Override
        public boolean offersEtrn(ClientFacts client) {
            return !etrn.isEmpty();
        }

        @Override
        public SmtpReply etrn(ClientFacts client, String node) {
            return etrn.isEmpty()
                    ? MailService.super.etrn(client, node)
                    : etrn.contains(node)
                            ? SmtpReply.of(250, "2.0.0", "Queueing started")
                            : SmtpReply.of(459, "4.7.0", "Node not allowed");
        }

        @Override
        public void reset() {
            if (from.isEmpty()) {
                throw new AssertionError("reset without a transaction");
            }
            resets.incrementAndGet();
            forget();
        }

        private void forget() {
            from = Optional.empty();
            recipients.clear();
        }
    }

    private final class Receiving implements MailService.Content {
        private final ClientFacts client;
        private final ReversePath from;
        private final MailParameters parameters;
        private final List<ForwardPath> recipients;
        private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
        private boolean open = true;

        Receiving(
                ClientFacts client,
                ReversePath from,
                MailParameters parameters,
                List<ForwardPath> recipients) {
            this.client = client;
            this.from = from;
            this.parameters = parameters;
            this.recipients = recipients;
        }

        @Override
        public void write(byte[] lent, int offset, int length) {
            if (!open) {
                throw new AssertionError("written to after its end");
            }
            trouble(Question.WRITE);
            octets.write(lent, offset, length);
        }

        @Override
        public List<SmtpReply> finish() {
            if (!open) {
                throw new AssertionError("finished after its end");
            }
            close();
            trouble(Question.FINISH);
            Verdict verdict = verdict(Question.FINISH);
            if (verdict instanceof Verdict.Refuse(var reply, _)) {
                return List.of(reply);
            }
            List<ForwardPath> stored = recipients.stream().filter(to -> !isFull(to)).toList();
            mails.add(new StoredMail(client, from, parameters, stored, octets.toByteArray()));
            return client.protocol().contains("LMTP")
                    ? recipients.stream().map(this::reply).toList()
                    : List.of(SmtpReply.of(250, "2.6.0", "Stored as mail " + mails.size()));
        }

        private SmtpReply reply(ForwardPath to) {
            return isFull(to)
                    ? SmtpReply.of(452, "4.2.2", "Mailbox is full")
                    : SmtpReply.of(250, "2.1.5", "Stored for " + to);
        }

        private boolean isFull(ForwardPath to) {
            return to instanceof ForwardPath.To(var address) && full.contains(address.lookupForm());
        }

        @Override
        public void close() {
            if (open) {
                open = false;
                contentsOpen.decrementAndGet();
            }
        }
    }

    private final class KnownPasswords implements Credentials {
        @Override
        public boolean verify(String identity, String password) {
            return password.equals(passwords.get(identity));
        }

        @Override
        public Optional<ScramCredential> scram(String identity, ScramHash hash) {
            String password = passwords.getOrDefault(identity, "no password fits " + identity);
            byte[] salt = identity.getBytes(StandardCharsets.UTF_8);
            return Optional.of(ScramCredentials.derive(password, hash, 4096, salt));
        }

        @Override
        public boolean isKnown(String authenticationIdentity) {
            return passwords.containsKey(authenticationIdentity);
        }

        @Override
        public boolean mayActAs(String authentication, String authorization) {
            return authentication.equals(authorization);
        }
    }
}
