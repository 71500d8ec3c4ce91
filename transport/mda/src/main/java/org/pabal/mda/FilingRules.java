// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda;

import java.util.Optional;
import org.pabal.mailbox.Filing;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.SpecialUse;

/// Files every copy in its account's {@link PresetMailbox}, and spam in the mailbox for it.
public final class FilingRules implements DeliveryAgent {
    /// As clients know junk, wherever it lies.
    private static final Flags JUNK = Flags.of("$Junk");

    private final Optional<PresetMailbox> preset;
    private final Optional<MailboxStore> mailboxes;

    public FilingRules(PresetMailbox preset, MailboxStore mailboxes) {
        this.preset = Optional.of(preset);
        this.mailboxes = Optional.of(mailboxes);
    }

    /// Every address of an account, with or without detail, leads to its INBOX; spam, too.
    public FilingRules() {
        this.preset = Optional.empty();
        this.mailboxes = Optional.empty();
    }

    @Override
    public Decision.Taken decide(ArrivedMail mail, LocalRecipient recipient) {
        return Decision.Taken.filed(
                new Filing(
                        recipient.account(),
                        mailbox(mail, recipient),
                        mail.message(),
                        flags(recipient),
                        mail.at(),
                        mail.mailId() + " " + recipient.address().lookupForm()));
    }

    /// Where a copy is kept about which nothing else was said.
    public MailboxName mailbox(ArrivedMail mail, LocalRecipient recipient) {
        Optional<MailboxName> junk = recipient.isJunk() ? junk(recipient) : Optional.empty();
        return junk.or(() -> preset.map(rule -> rule.of(mail, recipient)))
                .orElse(MailboxName.INBOX);
    }

    /// Whoever has deleted it finds spam in INBOX, by its keyword.
    private Optional<MailboxName> junk(LocalRecipient recipient) {
        return mailboxes.flatMap(store ->
                store.open(recipient.account()).list().stream()
                        .filter(MailboxInfo::selectable)
                        .filter(info -> info.specialUse().equals(Optional.of(SpecialUse.JUNK)))
                        .map(MailboxInfo::name)
                        .findFirst());
    }

    /// With which flags a copy is kept about which nothing else was said.
    public Flags flags(LocalRecipient recipient) {
        return recipient.isJunk() ? JUNK : Flags.NONE;
    }

    @Override
    public Decision.Taken insteadOf(
            Decision.Refused refusal, ArrivedMail mail, LocalRecipient recipient) {
        return decide(mail, recipient);
    }
}
