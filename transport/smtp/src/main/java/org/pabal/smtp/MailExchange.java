// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pabal.message.Address;
import org.pabal.message.EnhancedStatus;
import org.pabal.message.ForwardPath;
import org.pabal.message.ReversePath;
import org.pabal.message.envelope.MailRequest;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.smtp.OutgoingMail.Need;
import org.pabal.smtp.SmtpClientConfig.Protocol;
import org.pabal.smtp.SmtpCommand.PathForm;

/// One mail on its way to a server: MAIL, RCPT, DATA, and an outcome for each recipient. RFC 5321
/// §3.3; pipelined where offered, RFC 2920.
final class MailExchange {
    /// Commands that are sent before their replies are read: far less than what fills the buffers
    /// of two hosts that both wait.
    private static final int MAX_PIPELINED = 100;

    private final ServerDialogue server;
    private final PeerFacts peer;
    private final Protocol protocol;
    private final OutgoingMail mail;
    private final Set<Need> needs;
    private final boolean needsSmtpUtf8;
    private final @Nullable DeliveryOutcome[] outcomes;
    private final List<Integer> accepted = new ArrayList<>();
    private boolean connectionUsable = true;
    private boolean transactionLeft;

    MailExchange(ServerDialogue server, PeerFacts peer, Protocol protocol, OutgoingMail mail) {
        this.server = server;
        this.peer = peer;
        this.protocol = protocol;
        this.mail = mail;
        this.needs = mail.content().needs();
        this.needsSmtpUtf8 =
                needs.contains(Need.SMTPUTF8)
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

    /// @param resetFirst a transaction was left over by the mail before
    void run(boolean resetFirst) throws IOException {
        transactionLeft = resetFirst;
        Optional<DeliveryOutcome> lacking = whatPeerLacks();
        if (lacking.isPresent()) {
            settleRest(lacking.get());
            return;
        }
        List<Integer> wanted = recipientsForPeer();
        if (wanted.isEmpty()) {
            return;
        }
        if (resetFirst && !server.ask(new SmtpCommand.Rset()).isPositive()) {
            connectionUsable = false;
            settleRest(DeliveryOutcome.deferred("4.5.0", "the server does not take RSET"));
            return;
        }
        transactionLeft = true;
        if (peer.pipelining()) {
            pipelined(wanted);
        } else {
            oneByOne(wanted);
        }
    }

    /// RFC 1870 §6, RFC 6152 §3, RFC 6531 §3.2.
    private Optional<DeliveryOutcome> whatPeerLacks() {
        OptionalLong limit = peer.size();
        if (limit.isPresent() && mail.content().octets() > limit.getAsLong()) {
            String reason = "the server takes at most " + limit.getAsLong() + " octets";
            return Optional.of(DeliveryOutcome.rejected("5.3.4", reason));
        }
        if (needsSmtpUtf8 && !peer.smtpUtf8()) {
            return Optional.of(
                    DeliveryOutcome.rejected("5.6.7", "the server does not offer SMTPUTF8"));
        }
        if (needs.contains(Need.EIGHT_BIT_MIME) && !peer.eightBitMime()) {
            return Optional.of(
                    DeliveryOutcome.rejected("5.6.3", "the server does not offer 8BITMIME"));
        }
        return Optional.empty();
    }

    /// Less those whose address the server cannot take.
    private List<Integer> recipientsForPeer() {
        List<Integer> wanted = new ArrayList<>();
        for (int i = 0; i < outcomes.length; i++) {
            if (needsSmtpUtf8(mail.recipients().get(i)) && !peer.smtpUtf8()) {
                outcomes[i] =
                        DeliveryOutcome.rejected("5.6.7", "the server does not offer SMTPUTF8");
            } else {
                wanted.add(i);
            }
        }
        return wanted;
    }

    private static boolean needsSmtpUtf8(ForwardPath path) {
        return path instanceof ForwardPath.To(Address address) && address.needsSmtpUtf8();
    }

    private SmtpCommand mailCommand(List<Integer> wanted) {
        boolean smtpUtf8 =
                needsSmtpUtf8
                        || wanted.stream().anyMatch(i -> needsSmtpUtf8(mail.recipients().get(i)));
        MailParameters parameters =
                new MailParameters(
                        peer.size().isPresent()
                                ? OptionalLong.of(mail.content().octets())
                                : OptionalLong.empty(),
                        needs.isEmpty() || !peer.eightBitMime()
                                ? MailParameters.Body.SEVEN_BIT
                                : MailParameters.Body.EIGHT_BIT_MIME,
                        smtpUtf8,
                        Optional.empty(),
                        MailRequest.NONE,
                        Optional.empty());
        return new SmtpCommand.Mail(mail.from(), parameters);
    }

    private SmtpCommand rcptCommand(int recipient) {
        ForwardPath to = mail.recipients().get(recipient);
        return new SmtpCommand.Rcpt(
                to, needsSmtpUtf8(to) ? PathForm.UTF_8 : PathForm.ASCII, RecipientRequest.NONE);
    }

    private void oneByOne(List<Integer> wanted) throws IOException {
        SmtpReply reply = server.ask(mailCommand(wanted));
        if (!mailTaken(reply)) {
            return;
        }
        for (int recipient : wanted) {
            recipientAnswered(recipient, server.ask(rcptCommand(recipient)));
            if (!connectionUsable) {
                settleRest(DeliveryOutcome.deferred("4.4.2", "the server closes the session"));
                return;
            }
        }
        if (!accepted.isEmpty()) {
            server.say(new SmtpCommand.Data());
            server.flush();
            dataAnswered(server.dataStart());
        }
    }

    private void pipelined(List<Integer> wanted) throws IOException {
        server.say(mailCommand(wanted));
        boolean taken = true;
        for (int next = 0; next < wanted.size() && taken; next += MAX_PIPELINED) {
            List<Integer> batch =
                    wanted.subList(next, Math.min(next + MAX_PIPELINED, wanted.size()));
            for (int recipient : batch) {
                server.say(rcptCommand(recipient));
            }
            boolean last = next + batch.size() == wanted.size();
            if (last) {
                server.say(new SmtpCommand.Data());
            }
            server.flush();
            if (next == 0) {
                taken = mailTaken(server.reply());
            }
            for (int recipient : batch) {
                recipientAnswered(recipient, server.reply());
            }
            if (last) {
                dataAnswered(server.dataStart());
            }
        }
    }

    private boolean mailTaken(SmtpReply reply) throws MalformedReply {
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
            outcomes[recipient] =
                    new DeliveryOutcome.Deferred(
                            EnhancedStatus.of("4.5.3"), Optional.of(reply), "552 at RCPT");
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
        return DeliveryOutcome.of(reply);
    }

    private void dataAnswered(SmtpReply reply) throws IOException {
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
            new DotStuffing(server.connection()).send(mail.content());
        } catch (DotStuffing.Unreadable failed) {
            connectionUsable = false; // without the dot nothing is delivered
            server.connection().close();
            settleRest(DeliveryOutcome.deferred("4.3.0", "the message cannot be read"));
            return;
        }
        contentAnswered();
    }

    /// A server that takes DATA without a recipient gets a lone dot. RFC 2920 §3.1.
    private void endWithoutContent() throws IOException {
        server.connection().write(new byte[] {'.', '\r', '\n'});
        server.flush();
        if (protocol == Protocol.SMTP) {
            server.dataEnd();
        }
        transactionLeft = false;
    }

    /// One reply for all, under LMTP one for each accepted recipient in order. RFC 2033 §4.2.
    private void contentAnswered() throws IOException {
        if (protocol == Protocol.LMTP) {
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
        return reply.code() / 100 == 2 ? DeliveryOutcome.of(reply) : outcome(reply);
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
