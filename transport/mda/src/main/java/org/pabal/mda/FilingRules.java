// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda;

import java.util.Optional;
import org.pabal.mailbox.Filing;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxName;

/// Files every copy in its account's {@link PresetMailbox}.
public final class FilingRules implements DeliveryAgent {
    private final Optional<PresetMailbox> preset;

    public FilingRules(PresetMailbox preset) {
        this.preset = Optional.of(preset);
    }

    /// Every address of an account, with or without detail, leads to its INBOX.
    public FilingRules() {
        this.preset = Optional.empty();
    }

    @Override
    public Decision.Taken decide(ArrivedMail mail, LocalRecipient recipient) {
        return Decision.Taken.filed(
                new Filing(
                        recipient.account(),
                        mailbox(mail, recipient),
                        mail.message(),
                        Flags.NONE,
                        mail.at(),
                        mail.mailId() + " " + recipient.address().lookupForm()));
    }

    /// Where a copy is kept about which nothing else was said.
    public MailboxName mailbox(ArrivedMail mail, LocalRecipient recipient) {
        return preset.map(rule -> rule.of(mail, recipient)).orElse(MailboxName.INBOX);
    }

    @Override
    public Decision.Taken insteadOf(
            Decision.Refused refusal, ArrivedMail mail, LocalRecipient recipient) {
        return decide(mail, recipient);
    }
}
