// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.message.Address;
import org.pabal.message.ForwardPath;
import org.pabal.message.ReversePath;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.mta.acceptance.CheckedMail.Removed;
import org.pabal.mta.acceptance.RecipientRules.Checked;
import org.pabal.mta.acceptance.RecipientRules.Relay;
import org.pabal.mta.policy.Edit;
import org.pabal.mta.policy.MailFacts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sender and the recipients of a mail while a check's edits are made.
final class EditedEnvelope {
    private static final Logger LOG = LoggerFactory.getLogger(EditedEnvelope.class);

    /// What a check may make of one mail.
    private static final int MAX_RECIPIENTS = 10_000;

    private final RecipientRules rules;
    private final String check;
    private final MailFacts facts;
    private final List<AcceptedRecipient> recipients;
    private final List<Removed> removed;
    private ReversePath from;
    private Optional<String> held;

    EditedEnvelope(RecipientRules rules, String check, MailFacts facts, CheckedMail mail) {
        this.rules = rules;
        this.check = check;
        this.facts = facts;
        this.recipients = new ArrayList<>(mail.recipients());
        this.removed = new ArrayList<>(mail.removed());
        this.from = mail.from();
        this.held = mail.held();
    }

    void apply(Edit edit) {
        switch (edit) {
            case Edit.AddRecipient(var to, var request) -> add(to, request);
            case Edit.RemoveRecipient(var to) -> remove(to);
            case Edit.ChangeSender(var other) -> from = other;
            case Edit.Hold(var reason) -> held = Optional.of(check + ": " + reason);
            case Edit.AddField _,
                    Edit.InsertField _,
                    Edit.ChangeField _,
                    Edit.RemoveField _,
                    Edit.ReplaceBody _ -> {}
        }
    }

    /// The operator's own program may send copies wherever it likes.
    private void add(ForwardPath to, RecipientRequest request) {
        if (recipients.size() >= MAX_RECIPIENTS) {
            notAdded(to, "the mail has " + recipients.size() + " recipients");
            return;
        }
        switch (rules.check(from, to, facts.client().local().getAddress(), 0, Relay.ALLOWED)) {
            case Checked.Accepted(var recipient, _) -> recipients.add(recipient.asking(request));
            case Checked.Refused(var verdict) -> notAdded(to, verdict.reason());
        }
    }

    private void notAdded(ForwardPath to, String reason) {
        LOG.warn(
                "session={} mail={} event=recipient-not-added by=\"{}\" to={} reason=\"{}\"",
                facts.client().sessionId(),
                facts.mailId(),
                check,
                to,
                reason);
    }

    private void remove(ForwardPath to) {
        for (AcceptedRecipient recipient : List.copyOf(recipients)) {
            if (isSame(recipient.original(), to)) {
                recipients.remove(recipient);
                removed.add(new Removed(recipient, check));
            }
        }
    }

    private static boolean isSame(String original, ForwardPath path) {
        return switch (path) {
            case ForwardPath.To(var address) ->
                    Address.parse(original)
                            .map(Address::lookupForm)
                            .filter(address.lookupForm()::equals)
                            .isPresent();
            case ForwardPath.Postmaster _ ->
                    original.regionMatches(true, 0, "postmaster@", 0, "postmaster@".length());
        };
    }

    byte[] returnPath() {
        return TraceFields.returnPath(from);
    }

    CheckedMail mail(StagedContent content) {
        return new CheckedMail(content, from, recipients, removed, held);
    }
}
