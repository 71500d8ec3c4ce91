// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pabal.mailbox.MailboxStore;
import org.pabal.message.UnavailableException;
import org.pabal.mta.policy.ContentVerdict;
import org.pabal.mta.policy.Edit;
import org.pabal.mta.policy.MailFacts;
import org.pabal.mta.policy.SessionCheck;
import org.pabal.mta.policy.SessionChecks;
import org.pabal.smtp.Verdict;
import org.pabal.storage.Blob;
import org.pabal.storage.BlobReader;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks checks about a mail whose content is in the store, one after the other, and makes the edits
/// that each wants before the next is asked. Safe for use by many threads.
///
/// An edited mail is a new copy in the store; the copy before is collected by the store, since no
/// commit names it.
public final class ContentChecks {
    private static final Logger LOG = LoggerFactory.getLogger(ContentChecks.class);
    private static final int PIECE_OCTETS = 64 * 1024;

    private final Storage storage;
    private final MailboxStore mailboxes;
    private final RecipientRules rules;
    private final MessageLimits limits;
    private final long maxMessageOctets;
    private final HeaderRoom room = new HeaderRoom();

    public ContentChecks(
            Storage storage,
            MailboxStore mailboxes,
            RecipientRules rules,
            MessageLimits limits,
            long maxMessageOctets) {
        this.storage = storage;
        this.mailboxes = mailboxes;
        this.rules = rules;
        this.limits = limits;
        this.maxMessageOctets = maxMessageOctets;
    }

    /// What they decided together.
    sealed interface Outcome {
        record Passed(CheckedMail mail) implements Outcome {}

        record Refused(Verdict.Refuse verdict) implements Outcome {}

        record Discarded(String rule) implements Outcome {}
    }

    /// @throws UnavailableException when the store fails
    Outcome ask(SessionChecks checks, CheckedMail mail) {
        CheckedMail now = mail;
        for (SessionCheck check : checks.inOrder()) {
            if (now.recipients().isEmpty()) {
                break;
            }
            switch (ask(check, checks.facts(), now)) {
                case Outcome.Passed(var edited) -> now = edited;
                case Outcome.Refused refused -> {
                    return refused;
                }
                case Outcome.Discarded discarded -> {
                    return discarded;
                }
            }
        }
        return new Outcome.Passed(now);
    }

    private Outcome ask(SessionCheck check, MailFacts facts, CheckedMail mail) {
        MailFacts now =
                new MailFacts(
                        facts.client(),
                        facts.clientName(),
                        facts.mailId(),
                        mail.from(),
                        facts.parameters());
        try (MessageUnderCheck message =
                new MessageUnderCheck(storage, mail.content(), maxMessageOctets)) {
            return switch (check.content(now, addresses(mail), message)) {
                case ContentVerdict.Accept(var edits) ->
                        edited(check.name(), now, mail, message, edits);
                case ContentVerdict.Refuse(var verdict) -> new Outcome.Refused(verdict);
                case ContentVerdict.Discard(var rule) -> new Outcome.Discarded(rule);
            };
        } catch (StorageException trouble) {
            throw new UnavailableException(String.valueOf(trouble.getMessage()), trouble);
        }
    }

    private static List<String> addresses(CheckedMail mail) {
        return mail.recipients().stream().map(AcceptedRecipient::original).toList();
    }

    private Outcome edited(
            String check,
            MailFacts facts,
            CheckedMail mail,
            MessageUnderCheck message,
            List<Edit> edits) {
        if (edits.isEmpty()) {
            return new Outcome.Passed(mail);
        }
        LOG.info(
                "session={} mail={} event=edited by=\"{}\" edits=\"{}\"",
                facts.client().sessionId(),
                facts.mailId(),
                check,
                named(edits));
        EditedEnvelope envelope = new EditedEnvelope(rules, check, facts, mail);
        EditedHeader header = EditedHeader.parse(message.headerOctets());
        boolean changed = false;
        for (Edit edit : edits) {
            changed |=
                    header.apply(edit)
                            || edit instanceof Edit.ChangeSender
                            || edit instanceof Edit.ReplaceBody;
            envelope.apply(edit);
        }
        Optional<Blob> newBody =
                edits.contains(new Edit.ReplaceBody()) ? message.newBody() : Optional.empty();
        return changed
                ? restaged(mail.content(), message, envelope, header, newBody)
                : new Outcome.Passed(envelope.mail(mail.content()));
    }

    /// Writes the copy. The Return-Path on top follows the envelope, Received stays, and so do the
    /// other fields of ours unless they are made anew: what was signed is signed as it is now.
    private Outcome restaged(
            StagedContent before,
            MessageUnderCheck message,
            EditedEnvelope envelope,
            EditedHeader header,
            Optional<Blob> newBody) {
        OwnFields own =
                before.prefixOctets() > 0
                        ? before.own().withReturnPath(envelope.returnPath())
                        : before.own();
        ContentExamination examination =
                before.examination().anew().orElseGet(() -> new ExaminedBefore(before.examined()));
        try (MailIntake intake =
                new MailIntake(mailboxes, limits, room, HeaderRule.AS_IT_COMES, examination)) {
            byte[] section = header.octets();
            intake.write(section, 0, section.length);
            writeBody(intake, message, newBody);
            Optional<StagedContent> staged = intake.finish(own);
            return staged.isPresent()
                    ? new Outcome.Passed(envelope.mail(staged.get()))
                    : refused(intake);
        }
    }

    private void writeBody(MailIntake intake, MessageUnderCheck message, Optional<Blob> newBody) {
        byte[] piece = new byte[PIECE_OCTETS];
        int read;
        if (newBody.isPresent()) {
            try (BlobReader body = storage.openBlob(newBody.get().id())) {
                for (long at = 0; (read = body.read(at, piece, 0, piece.length)) > 0; at += read) {
                    intake.write(piece, 0, read);
                }
            }
        } else {
            for (long at = 0;
                    (read = message.readBody(at, piece, 0, piece.length)) > 0;
                    at += read) {
                intake.write(piece, 0, read);
            }
        }
    }

    private static Outcome refused(MailIntake intake) {
        return new Outcome.Refused(
                intake.refusal()
                        .orElseGet(() ->
                                new Verdict.Refuse(
                                        intake.problem().orElseThrow(), "as edited by a check")));
    }

    private static String named(List<Edit> edits) {
        return edits.stream()
                .limit(20)
                .map(edit -> edit.getClass().getSimpleName())
                .collect(Collectors.joining(","));
    }
}
