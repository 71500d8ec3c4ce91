// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.pabal.message.Address;
import org.pabal.message.EnhancedStatus;
import org.pabal.message.ForwardPath;
import org.pabal.message.ReversePath;
import org.pabal.message.envelope.DeliverBy;
import org.pabal.message.envelope.MailRequest;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.smtp.DeliveryOutcome.Reports;
import org.pabal.smtp.OutgoingMail.Need;
import org.pabal.smtp.PeerFacts.Offer;
import org.pabal.smtp.SmtpClientConfig.Protocol;
import org.pabal.smtp.SmtpCommand.PathForm;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One mail on its way to a server: MAIL, RCPT, the content, and an outcome for each recipient.
/// RFC 5321 §3.3; pipelined where offered, RFC 2920.
///
/// A small content goes to a server that offers CHUNKING in the same flight as the commands before
/// it: one round trip for a whole mail (RFC 3030 §4.2). A server that refuses all recipients then
/// skips the chunk; every other content is sent only once a recipient was accepted.
final class MailExchange {
    private static final Logger log = LoggerFactory.getLogger(SmtpClient.class);

    /// Commands that are sent before their replies are read: far less than what fills the buffers
    /// of two hosts that both wait.
    private static final int MAX_PIPELINED = 100;

    private static final DeliveryOutcome NO_SMTPUTF8 =
            DeliveryOutcome.rejected("5.6.7", "the server does not offer SMTPUTF8");

    private final ServerDialogue server;
    private final SessionFacts session;
    private final PeerFacts peer;
    private final OutgoingMail mail;
    private final boolean needsSmtpUtf8;
    private final @Nullable DeliveryOutcome[] outcomes;
    private final List<Integer> accepted = new ArrayList<>();
    private boolean connectionUsable = true;
    private boolean transactionLeft;
    private boolean heard;

    MailExchange(ServerDialogue server, SessionFacts session, OutgoingMail mail) {
        this.server = server;
        this.session = session;
        this.peer = session.peer();
        this.mail = mail;
        this.needsSmtpUtf8 =
                mail.content().needs().contains(Need.SMTPUTF8)
                        || mail.from() instanceof ReversePath.To(var address)
                                && address.needsSmtpUtf8();
        this.outcomes = new @Nullable DeliveryOutcome[mail.recipients().size()];
    }

    List<DeliveryOutcome> outcomes() {
        return Arrays.stream(outcomes).map(Objects::requireNonNull).toList();
    }

    boolean isConnectionUsable() {
        return connectionUsable;
    }

    /// The server still holds a transaction, which RSET must end.
    boolean leavesTransaction() {
        return transactionLeft;
    }

    /// The server has said something about this mail other than that it closes.
    boolean wasHeard() {
        return heard;
    }

    /// @param resetFirst a transaction was left over by the mail before
    void run(boolean resetFirst) throws IOException {
        transactionLeft = resetFirst;
        heard = true; // but for what is asked of the server below
        Optional<DeliveryOutcome> lacking = whatPeerLacks();
        if (lacking.isPresent()) {
            settleRest(lacking.get());
            return;
        }
        List<Integer> wanted = recipientsForPeer();
        if (wanted.isEmpty()) {
            return;
        }
        PeerContent content;
        try {
            content = PeerContent.of(mail.content(), session);
        } catch (PeerContent.Impossible lacks) {
            settleRest(lacks.outcome());
            return;
        }
        heard = false;
        if (resetFirst && !server.ask(new SmtpCommand.Rset()).isPositive()) {
            connectionUsable = false;
            settleRest(DeliveryOutcome.deferred("4.5.0", "the server does not take RSET"));
            return;
        }
        if (mail.handedOn().isPresent() && peer.offers(Offer.XFORWARD)) {
            tellOrigin(mail.handedOn().get());
        }
        transactionLeft = true;
        if (content.chunk().isPresent() && wanted.size() <= MAX_PIPELINED) {
            inOneFlight(wanted, content, content.chunk().get());
        } else if (peer.offers(Offer.PIPELINING)) {
            pipelined(wanted, content);
        } else {
            oneByOne(wanted, content);
        }
    }

    /// Nothing depends on it: a host that does not want to know it gets the mail all the same.
    private void tellOrigin(HandedOn origin) throws IOException {
        SmtpReply reply = server.ask(new SmtpCommand.Xforward(origin.attributes()));
        if (!reply.isPositive()) {
            log.info("event=xforward-refused reply={}", reply.inOneLine());
        }
    }

    /// RFC 1870 §6, RFC 6531 §3.2, RFC 2852 §4, RFC 8689 §4.2.
    private Optional<DeliveryOutcome> whatPeerLacks() {
        OptionalLong limit = peer.size();
        if (limit.isPresent() && mail.content().octets() > limit.getAsLong()) {
            String reason = "the server takes at most " + limit.getAsLong() + " octets";
            return Optional.of(DeliveryOutcome.rejected("5.3.4", reason));
        }
        if (needsSmtpUtf8 && !peer.offers(Offer.SMTPUTF8)) {
            return Optional.of(NO_SMTPUTF8);
        }
        if (mail.request().requireTls() && !(session.verified() && peer.offers(Offer.REQUIRETLS))) {
            return Optional.of(
                    DeliveryOutcome.rejected(
                            "5.7.30",
                            session.verified()
                                    ? "the sender demands REQUIRETLS, which the server does not"
                                            + " offer"
                                    : "the sender demands REQUIRETLS, and the server's name could"
                                            + " not be verified"));
        }
        if (mail.request().deliverBy().filter(by -> by.mode() == DeliverBy.Mode.RETURN).isPresent()
                && !peer.offers(Offer.DELIVERBY)) {
            return Optional.of(
                    DeliveryOutcome.rejected(
                            "5.3.3",
                            "the sender sets a time limit, and the server does not offer"
                                    + " DELIVERBY"));
        }
        return Optional.empty();
    }

    /// Less those whose address the server cannot take.
    private List<Integer> recipientsForPeer() {
        List<Integer> wanted = new ArrayList<>();
        for (int i = 0; i < outcomes.length; i++) {
            if (needsSmtpUtf8(recipient(i)) && !peer.offers(Offer.SMTPUTF8)) {
                outcomes[i] = NO_SMTPUTF8;
            } else {
                wanted.add(i);
            }
        }
        return wanted;
    }

    private ForwardPath recipient(int i) {
        return mail.recipients().get(i).to();
    }

    private static boolean needsSmtpUtf8(ForwardPath path) {
        return path instanceof ForwardPath.To(Address address) && address.needsSmtpUtf8();
    }

    private SmtpCommand mailCommand(List<Integer> wanted, PeerContent content) {
        boolean smtpUtf8 =
                needsSmtpUtf8 || wanted.stream().anyMatch(i -> needsSmtpUtf8(recipient(i)));
        MailParameters parameters =
                new MailParameters(
                        peer.size().isPresent()
                                ? OptionalLong.of(content.octets())
                                : OptionalLong.empty(),
                        content.body(),
                        smtpUtf8,
                        Optional.empty(),
                        requestForPeer(),
                        Optional.empty());
        return new SmtpCommand.Mail(mail.from(), parameters);
    }

    /// What the server does not offer is not asked of it.
    private MailRequest requestForPeer() {
        MailRequest asked = mail.request();
        boolean dsn = peer.offers(Offer.DSN);
        return new MailRequest(
                asked.returned().filter(any -> dsn),
                asked.envelopeId().filter(any -> dsn),
                asked.requireTls(),
                peer.offers(Offer.MT_PRIORITY) ? asked.priority() : 0,
                asked.deliverBy().filter(any -> peer.offers(Offer.DELIVERBY)));
    }

    private SmtpCommand rcptCommand(int i) {
        ForwardPath to = recipient(i);
        return new SmtpCommand.Rcpt(
                to,
                needsSmtpUtf8(to) ? PathForm.UTF_8 : PathForm.ASCII,
                peer.offers(Offer.DSN)
                        ? mail.recipients().get(i).request()
                        : RecipientRequest.NONE);
    }

    private void oneByOne(List<Integer> wanted, PeerContent content) throws IOException {
        if (!mailTaken(server.ask(mailCommand(wanted, content)))) {
            return;
        }
        for (int recipient : wanted) {
            recipientAnswered(recipient, server.ask(rcptCommand(recipient)));
            if (!connectionUsable) {
                settleRest(DeliveryOutcome.deferred("4.4.2", "the server closes the session"));
                return;
            }
        }
        if (accepted.isEmpty()) {
            return;
        }
        if (content.body() == MailParameters.Body.BINARY_MIME) {
            sendChunk(content);
            return;
        }
        server.say(new SmtpCommand.Data());
        server.flush();
        dataAnswered(server.dataStart(), content);
    }

    private void pipelined(List<Integer> wanted, PeerContent content) throws IOException {
        server.say(mailCommand(wanted, content));
        boolean byData = content.body() != MailParameters.Body.BINARY_MIME;
        boolean taken = true;
        for (int next = 0; next < wanted.size() && taken; next += MAX_PIPELINED) {
            List<Integer> batch =
                    wanted.subList(next, Math.min(next + MAX_PIPELINED, wanted.size()));
            for (int recipient : batch) {
                server.say(rcptCommand(recipient));
            }
            boolean last = next + batch.size() == wanted.size();
            if (last && byData) {
                server.say(new SmtpCommand.Data());
            }
            server.flush();
            if (next == 0) {
                taken = mailTaken(server.reply());
            }
            for (int recipient : batch) {
                recipientAnswered(recipient, server.reply());
            }
            if (last && byData) {
                dataAnswered(server.dataStart(), content);
            } else if (last && !accepted.isEmpty()) {
                sendChunk(content);
            }
        }
    }

    private void inOneFlight(List<Integer> wanted, PeerContent content, byte[] chunk)
            throws IOException {
        server.say(mailCommand(wanted, content));
        for (int recipient : wanted) {
            server.say(rcptCommand(recipient));
        }
        server.say(new SmtpCommand.Bdat(chunk.length, true));
        server.connection().write(chunk);
        server.flush();
        mailTaken(server.reply());
        for (int recipient : wanted) {
            recipientAnswered(recipient, server.reply());
        }
        if (!accepted.isEmpty()) {
            contentAnswered();
        } else if (server.dataEnd().isPositive()) {
            connectionUsable = false; // it took a mail that nobody gets
        }
    }

    private boolean mailTaken(SmtpReply reply) throws MalformedReply {
        heard = reply.code() != 421;
        if (reply.code() / 100 == 2) {
            return true;
        }
        transactionLeft = false;
        settleRest(outcome(reply));
        return false;
    }

    /// A refusal of the mail as a whole has settled the recipient before.
    private void recipientAnswered(int recipient, SmtpReply reply) throws MalformedReply {
        if (outcomes[recipient] != null) {
            return;
        }
        if (reply.code() / 100 == 2) {
            accepted.add(recipient);
        } else if (reply.code() == 552) { // means 452: RFC 5321 §4.5.3.1.10
            EnhancedStatus given = reply.status().orElse(new EnhancedStatus(5, 5, 3));
            outcomes[recipient] =
                    new DeliveryOutcome.Deferred(
                            new EnhancedStatus(4, given.subject(), given.detail()),
                            Optional.of(reply),
                            reply.inOneLine());
        } else {
            outcomes[recipient] = outcome(reply);
        }
    }

    private DeliveryOutcome outcome(SmtpReply reply) throws MalformedReply {
        if (reply.isPositive()) {
            throw new MalformedReply("the server gave reply " + reply.code() + " out of place");
        }
        if (reply.code() == 421) { // RFC 5321 §3.8: it closes
            connectionUsable = false;
        }
        return DeliveryOutcome.refusal(reply);
    }

    private void dataAnswered(SmtpReply reply, PeerContent content) throws IOException {
        if (reply.code() != 354) {
            DeliveryOutcome refused =
                    reply.isPositive() && accepted.isEmpty()
                            ? DeliveryOutcome.deferred("4.5.0", "no recipient was accepted")
                            : outcome(reply);
            settleRest(refused);
            return;
        }
        if (accepted.isEmpty()) {
            endWithoutContent();
            return;
        }
        try {
            new DotStuffing(server.connection()).send(content.content());
        } catch (Unreadable failed) {
            unreadable();
            return;
        }
        contentAnswered();
    }

    /// RFC 3030 §2: as it is, in one chunk.
    private void sendChunk(PeerContent content) throws IOException {
        long octets = content.octets();
        server.say(new SmtpCommand.Bdat(octets, true));
        try {
            new WholeChunk(server.connection(), octets).send(content.content());
        } catch (Unreadable failed) {
            unreadable();
            return;
        }
        contentAnswered();
    }

    /// Without its end nothing is delivered.
    private void unreadable() {
        connectionUsable = false;
        server.connection().close();
        settleRest(DeliveryOutcome.deferred("4.3.0", "the message cannot be read"));
    }

    /// A server that takes DATA without a recipient gets a lone dot. RFC 2920 §3.1.
    private void endWithoutContent() throws IOException {
        server.connection().write(new byte[] {'.', '\r', '\n'});
        server.flush();
        if (session.protocol() == Protocol.SMTP) {
            server.dataEnd();
        }
        transactionLeft = false;
    }

    /// One reply for all, under LMTP one for each accepted recipient in order. RFC 2033 §4.2.
    private void contentAnswered() throws IOException {
        if (session.protocol() == Protocol.LMTP) {
            for (int recipient : accepted) {
                outcomes[recipient] = finalOutcome(server.dataEnd());
            }
        } else {
            DeliveryOutcome outcome = finalOutcome(server.dataEnd());
            for (int recipient : accepted) {
                outcomes[recipient] = outcome;
            }
        }
        transactionLeft = false;
    }

    private DeliveryOutcome finalOutcome(SmtpReply reply) throws MalformedReply {
        return reply.code() / 100 == 2
                ? new DeliveryOutcome.Delivered(
                        reply, peer.offers(Offer.DSN) ? Reports.PEER : Reports.US)
                : outcome(reply);
    }

    void deferRest(EnhancedStatus status, String reason) {
        settleRest(new DeliveryOutcome.Deferred(status, Optional.empty(), reason));
    }

    private void settleRest(DeliveryOutcome outcome) {
        for (int i = 0; i < outcomes.length; i++) {
            if (outcomes[i] == null) {
                outcomes[i] = outcome;
            }
        }
    }
}
