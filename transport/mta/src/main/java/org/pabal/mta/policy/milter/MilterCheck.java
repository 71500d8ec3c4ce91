// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.policy.milter;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.pabal.message.ForwardPath;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.message.mime.HeaderField;
import org.pabal.milter.MilterReply;
import org.pabal.milter.MilterReply.Decision;
import org.pabal.milter.MilterSession;
import org.pabal.mta.policy.CheckedMessage;
import org.pabal.mta.policy.ContentVerdict;
import org.pabal.mta.policy.MailFacts;
import org.pabal.mta.policy.SessionCheck;
import org.pabal.smtp.CommandWriter;
import org.pabal.smtp.SmtpCommand;
import org.pabal.smtp.Verdict;

/// A milter's part in one connection.
final class MilterCheck implements SessionCheck {

    /// What is still to be asked about a mail.
    private enum Interest {
        /// Nothing: no mail is open, or its end is decided.
        NONE,
        ASK,
        /// The milter has accepted it as a whole, or was down and that counts as such.
        ACCEPTED,
        DISCARDED
    }

    private final Milter milter;
    private Optional<MilterConversation> conversation = Optional.empty();
    private Interest interest = Interest.NONE;

    MilterCheck(Milter milter) {
        this.milter = milter;
    }

    @Override
    public String name() {
        return milter.label();
    }

    @Override
    public Verdict mail(MailFacts mail) {
        interest = Interest.NONE;
        MacroValues macros = macros(mail, Optional.empty());
        try {
            MilterConversation open = conversation(mail, macros);
            Optional<Decision> standing = open.standing();
            if (standing.isPresent()) {
                return standing.get() instanceof MilterReply.Accept
                        ? accepted()
                        : verdict(standing.get());
            }
            return verdict(
                    open.session()
                            .mail(
                                    MacroValues.octets(mail.from().toString()),
                                    words(CommandWriter.parameters(mail.parameters())),
                                    macros));
        } catch (IOException broken) {
            return failed(broken);
        }
    }

    /// With a milter that knows who the client is.
    private MilterConversation conversation(MailFacts mail, MacroValues macros) throws IOException {
        if (conversation.isEmpty()) {
            conversation = Optional.of(new MilterConversation(milter.connect()));
        }
        conversation.get().introduce(mail, macros);
        return conversation.get();
    }

    private MacroValues macros(MailFacts mail, Optional<ForwardPath> recipient) {
        return new MacroValues(milter.host(), mail, recipient);
    }

    private static List<String> words(String parameters) {
        return Arrays.stream(parameters.strip().split(" "))
                .filter(word -> !word.isEmpty())
                .map(MacroValues::octets)
                .toList();
    }

    @Override
    public Verdict rcpt(MailFacts mail, ForwardPath to, RecipientRequest request) {
        if (interest != Interest.ASK) {
            return Verdict.ACCEPT;
        }
        try {
            Decision decision =
                    session()
                            .rcpt(
                                    MacroValues.octets(to.toString()),
                                    words(
                                            CommandWriter.parameters(
                                                    request, SmtpCommand.PathForm.UTF_8)),
                                    macros(mail, Optional.of(to)));
            Verdict verdict = verdict(decision);
            if (verdict instanceof Verdict.Refuse) {
                interest = Interest.ASK; // the mail goes on without this recipient
            }
            return verdict;
        } catch (IOException broken) {
            return failed(broken);
        }
    }

    @Override
    public ContentVerdict content(MailFacts mail, List<String> recipients, CheckedMessage message) {
        return switch (interest) {
            case NONE, ACCEPTED -> ContentVerdict.ACCEPT;
            case DISCARDED -> discarded();
            case ASK -> {
                try {
                    yield content(message, macros(mail, Optional.empty()));
                } catch (IOException broken) {
                    yield of(failed(broken));
                }
            }
        };
    }

    private ContentVerdict content(CheckedMessage message, MacroValues macros) throws IOException {
        MilterSession session = session();
        Optional<Verdict> early = early(session.data(macros));
        for (HeaderField field : message.header()) {
            if (early.isEmpty()) {
                early = early(session.header(field.name(), field.value(), macros));
            }
        }
        if (early.isEmpty()) {
            early = early(session.endOfHeader(macros));
        }
        if (early.isEmpty() && session.wantsBody()) {
            early = body(session, message);
        }
        if (early.isPresent()) {
            return interest == Interest.DISCARDED ? discarded() : of(early.get());
        }
        Wishes wishes = new Wishes(milter, session, message);
        Verdict verdict = verdict(session.endOfBody(macros, wishes));
        boolean discard = interest == Interest.DISCARDED;
        interest = Interest.NONE;
        if (discard) {
            return discarded();
        }
        return verdict instanceof Verdict.Refuse refusal
                ? new ContentVerdict.Refuse(refusal)
                : new ContentVerdict.Accept(wishes.edits());
    }

    /// Present when the milter needs no more to decide.
    private Optional<Verdict> early(Decision decision) {
        Verdict verdict = verdict(decision);
        return interest == Interest.ASK ? Optional.empty() : Optional.of(verdict);
    }

    private Optional<Verdict> body(MilterSession session, CheckedMessage message)
            throws IOException {
        byte[] piece = new byte[MilterSession.MAX_BODY_PIECE];
        long position = 0;
        int read;
        while ((read = fill(message, position, piece)) > 0) {
            Decision decision = session.body(piece, 0, read);
            if (decision instanceof MilterReply.Skip) {
                return Optional.empty();
            }
            Optional<Verdict> early = early(decision);
            if (early.isPresent()) {
                return early;
            }
            position += read;
        }
        return Optional.empty();
    }

    private static int fill(CheckedMessage message, long position, byte[] piece) {
        int have = 0;
        int read;
        while (have < piece.length
                && (read = message.readBody(position + have, piece, have, piece.length - have))
                        > 0) {
            have += read;
        }
        return have;
    }

    private ContentVerdict discarded() {
        return new ContentVerdict.Discard(milter.label());
    }

    private static ContentVerdict of(Verdict verdict) {
        return verdict instanceof Verdict.Refuse refusal
                ? new ContentVerdict.Refuse(refusal)
                : ContentVerdict.ACCEPT;
    }

    private MilterSession session() {
        return conversation.orElseThrow().session();
    }

    /// What a decision about a mail means for it, and for what is still to be asked.
    private Verdict verdict(Decision decision) {
        return switch (decision) {
            case MilterReply.Continue _, MilterReply.Skip _ -> {
                interest = Interest.ASK;
                yield Verdict.ACCEPT;
            }
            case MilterReply.Accept _ -> accepted();
            case MilterReply.Discard _ -> {
                interest = Interest.DISCARDED;
                yield Verdict.ACCEPT;
            }
            case MilterReply.Reject _,
                    MilterReply.TempFail _,
                    MilterReply.Shutdown _,
                    MilterReply.Reply _ -> {
                interest = Interest.NONE;
                yield Refusals.of(decision, milter.label());
            }
        };
    }

    private Verdict accepted() {
        interest = Interest.ACCEPTED;
        return Verdict.ACCEPT;
    }

    /// The next mail is tried with a new connection.
    private Verdict failed(IOException trouble) {
        drop();
        interest = Interest.ACCEPTED;
        return milter.failed(trouble);
    }

    private void drop() {
        conversation.ifPresent(open -> open.session().close());
        conversation = Optional.empty();
    }

    @Override
    public void reset() {
        if (interest == Interest.ASK) {
            try {
                session().abort();
            } catch (IOException gone) {
                drop();
            }
        }
        interest = Interest.NONE;
    }

    @Override
    public void close() {
        drop();
    }
}
