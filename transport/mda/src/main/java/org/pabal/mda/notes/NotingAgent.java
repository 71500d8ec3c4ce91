// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.notes;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pabal.mda.ActedRule;
import org.pabal.mda.ArrivedMail;
import org.pabal.mda.Decision;
import org.pabal.mda.DeliveryAgent;
import org.pabal.mda.LocalRecipient;
import org.pabal.mda.notes.format.v1.Note;
import org.pabal.mda.reply.Announcement;
import org.pabal.message.Address;
import org.pabal.storage.Change;

/// Adds to what a delivery agent decides a note of it. Safe for use by many threads.
public final class NotingAgent implements DeliveryAgent {
    private static final int MAX_DOMAIN_CHARS = 253;

    private final DeliveryAgent agent;
    private final DeliveryNotes notes;

    public NotingAgent(DeliveryAgent agent, DeliveryNotes notes) {
        this.agent = agent;
        this.notes = notes;
    }

    @Override
    public Decision decide(ArrivedMail mail, LocalRecipient recipient) {
        return switch (agent.decide(mail, recipient)) {
            case Decision.Taken taken -> taken.remembering(note(mail, recipient, taken.rules()));
            case Decision.Refused refused ->
                    new Decision.Refused(
                            refused.text(),
                            refused.extended(),
                            refused.rule(),
                            refused.rules(),
                            note(mail, recipient, refused.rules()));
        };
    }

    @Override
    public Decision.Taken insteadOf(
            Decision.Refused refusal, ArrivedMail mail, LocalRecipient recipient) {
        Decision.Taken taken = agent.insteadOf(refusal, mail, recipient);
        return taken.remembering(note(mail, recipient, taken.rules()));
    }

    private List<Change> note(ArrivedMail mail, LocalRecipient recipient, List<ActedRule> rules) {
        Optional<String> address = further(recipient);
        if (rules.isEmpty() && address.isEmpty()) {
            return List.of();
        }
        return notes.noted(
                recipient.account().id(),
                mail.mailId() + " " + recipient.address().lookupForm(),
                new Note(
                        mail.at(),
                        rules.stream().map(ActedRule::key).distinct().toList(),
                        address.orElse(""),
                        address.isPresent() ? domain(mail) : "",
                        recipient.isJunk()));
    }

    /// Where it came to, if that is not the account's own address.
    private static Optional<String> further(LocalRecipient recipient) {
        return Address.parse(recipient.original())
                .map(Address::lookupForm)
                .filter(address -> !address.equals(recipient.account().address().lookupForm()))
                .map(Address::toString);
    }

    private static String domain(ArrivedMail mail) {
        String author = Announcement.author(mail).toLowerCase(Locale.ROOT);
        String domain = author.substring(author.lastIndexOf('@') + 1);
        return domain.length() <= MAX_DOMAIN_CHARS ? domain : "";
    }
}
